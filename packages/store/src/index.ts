export * from './acknowledged.ts'
export type { Log } from './log.ts'
export { encodeRecord, type WriteAheadRecord } from './write-ahead/record.ts'
export { WriteAhead, type WriteAheadFile, type WriteAheadOptions } from './write-ahead/write-ahead.ts'
