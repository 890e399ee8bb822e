export { type LogLevel, logLevels, roles, type ServerConfig, settingLimits } from './config.ts'
export { StartError } from './errors.ts'
export { type RunningServer, startServer } from './start-server.ts'
export { collectAtRest } from './threads/collect-at-rest.ts'
