/** Where this package says what an operator should know. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: object) => void
