export { type BegunEngine, beginEngine, type Engine, startEngine } from './engine.ts'
export type { EngineOptions, LaneName, LaneOptions, Log, LogLevel } from './engine-options.ts'
export { EngineError, type EngineErrorCode } from './errors.ts'
