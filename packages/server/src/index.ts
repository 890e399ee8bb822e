export type { LogLevel, ServerConfig } from './config.ts'
export { StartError } from './errors.ts'
export { type RunningServer, startServer } from './start-server.ts'
