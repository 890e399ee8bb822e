export * from './acknowledged.ts'
export { type ActiveState, type ActiveTrace, ActiveTraces, type ActiveTracesOptions } from './active-traces.ts'
export type { BackupDays } from './backup/days.ts'
export { StoreError, type StoreErrorCode } from './errors.ts'
export { type GroupVersion, groupVersionOf, groupVersionText } from './groups/group-version.ts'
export type { GroupChange, GroupVersions } from './groups/group-versions.ts'
export { hasOldVersions, type MapGroup } from './groups/map-group.ts'
export { Breath } from './loader/breath.ts'
export type { LoaderCounters, LoaderStep } from './loader/counters.ts'
export { Loader } from './loader/loader.ts'
export type { LoaderOptions } from './loader/loader-options.ts'
export { type Lock, type LockOptions, lockDirectory } from './lock.ts'
export type { Log } from './log.ts'
export { Recomputer, type RecomputerOptions, type RecomputerState } from './map/recomputer.ts'
export {
  dropQuarantined,
  newestQuarantined,
  type Quarantined,
  quarantinedIds,
  quarantineSize,
  readQuarantined,
} from './quarantine/quarantined.ts'
export { fewestCompared } from './queries/compared-counts.ts'
export { type ComparedKey, type CountedValue, scansFor } from './queries/compared-values.ts'
export { type GroupOrder, groupOrders } from './queries/group-orders.ts'
export { textKey } from './queries/known-texts.ts'
export type { TraceSet } from './queries/matching-traces.ts'
export { type OrderedPlace, type TraceOrder, traceOrders } from './queries/ordered-question.ts'
export type { QuestionsOfSets } from './queries/questions-of-sets.ts'
export type { RecentTrace } from './queries/recent-traces.ts'
export type { PeriodStatistics } from './queries/service-statistics.ts'
export { spreadStretches } from './queries/spread-stretches.ts'
export type { TableSize } from './queries/table-sizes.ts'
export type { Bin, TraceHistogram } from './queries/trace-histogram.ts'
export { annotationOf, type TraceKeyName, type TraceValue, traceValueOf } from './queries/trace-keys.ts'
export { noTraces, type TraceStatistics } from './queries/trace-statistics.ts'
export type {
  ListedTrace,
  TraceAt,
  TraceKey,
  TraceListCursor,
  TraceListPage,
  TraceListQuestion,
  Window,
} from './question.ts'
export { beginOfDay, dateOf, dayOfDate } from './retention/day.ts'
export { Retention, type RetentionOptions, type RetentionState } from './retention/retention.ts'
export type { StoredBytes } from './retention/stored-bytes.ts'
export { claimNumber } from './servers/claim-number.ts'
export { identityOf } from './servers/identity.ts'
export type { SettingChange, StoredSetting } from './settings/stored-settings.ts'
export { openStore, type Store, type StoreOptions } from './store.ts'
export { traceKeyNames } from './trace-values.ts'
export type { Difference } from './verify/difference.ts'
export { encodeRecord, type WriteAheadRecord } from './write-ahead/record.ts'
export { WriteAhead } from './write-ahead/write-ahead.ts'
export type { WriteAheadFile } from './write-ahead/write-ahead-file.ts'
export type { WriteAheadOptions } from './write-ahead/write-ahead-options.ts'
