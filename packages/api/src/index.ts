export type * from './health-report.ts'
export type * from './live.ts'
export type * from './rejected.ts'
export type * from './trace-summary-shape.ts'
