import type { Condition, EntitySelector } from '@roentgen/filter'
import type { Micros, ServiceGraph, TraceId } from '@roentgen/trace'
import { type BackupDays, backupDays } from './backup/days.ts'
import { type DayWanted, readDay } from './backup/read-day.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { errors, StoreError } from './errors.ts'
import { GroupVersions } from './groups/group-versions.ts'
import type { MapGroup } from './groups/map-group.ts'
import type { Log } from './log.ts'
import { KnownGraphsOfProcess } from './map/known-graphs.ts'
import { clusterHome, clusterSettings } from './migrations/cluster.ts'
import { type Home, oneEngine } from './migrations/home.ts'
import { migrate } from './migrations/migrate.ts'
import { CountedSlices } from './queries/counted-slices.ts'
import { KnownOwnValues } from './queries/known-own-values.ts'
import { KnownTexts } from './queries/known-texts.ts'
import { KnownWidths } from './queries/known-widths.ts'
import { listTraces } from './queries/list-traces.ts'
import { readMapAhead } from './queries/map-ahead.ts'
import { readMarkCount } from './queries/mark-count.ts'
import { type QuestionsOfSets, questionsOfSets } from './queries/questions-of-sets.ts'
import { type RecentTrace, readRecentTraces } from './queries/recent-traces.ts'
import { readServiceGraph } from './queries/service-graph.ts'
import { type PeriodStatistics, readServiceStatistics } from './queries/service-statistics.ts'
import { StoredDays } from './queries/stored-days.ts'
import { readStoredPartitions } from './queries/stored-partitions.ts'
import { readStoredTexts } from './queries/stored-texts.ts'
import { readTableSizes, type TableSize } from './queries/table-sizes.ts'
import { readTracesAt } from './queries/traces-at.ts'
import { readWindowCounts } from './queries/window-graphs.ts'
import type { ListedTrace, TraceAt, TraceListPage, TraceListQuestion, Window } from './question.ts'
import { Horizon } from './retention/horizon.ts'
import { type StoredBytes, storedBytes } from './retention/stored-bytes.ts'
import { readSettings, type SettingKind, type StoredSetting } from './settings/stored-settings.ts'
import type { Difference } from './verify/difference.ts'
import { type VerifyOptions, verify } from './verify/verify.ts'

export interface StoreOptions {
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** 'roentgen' */
  readonly database?: string
  /** The engine is this process's own: it reads our files by their paths, and nobody else writes into its tables. */
  readonly own?: boolean
  /** Where our own engine finds files for single statements. */
  readonly spool?: string | undefined
  /** The tables are of this version: another store of this process has been opened. */
  readonly isMade?: boolean
  /** Name of a ClickHouse cluster, whose nodes all get the tables: cluster.ts. */
  readonly cluster?: string | undefined
  readonly log?: Log
}

/**
 * The tables and every question that is asked of them. Reading throws StoreError: `status` 503 while the engine is away
 * for longer than 10 s, 400 for a question that reads too much.
 */
export interface Store extends QuestionsOfSets, AsyncDisposable {
  readonly connection: Connection
  /** Where the stored past begins. */
  readonly horizon: Horizon
  /** What groups mean, and meant. */
  readonly groups: GroupVersions
  /** The distinct texts of all stored documents of these traces; traces without any are left out. */
  documentsOf(traceIds: readonly TraceId[]): Promise<Map<TraceId, string[]>>
  listTraces(question: TraceListQuestion): Promise<TraceListPage>
  /** The summaries of traces whose keys are known, newest first; those that stand there no longer are left out. */
  tracesAt(keys: readonly TraceAt[]): Promise<readonly ListedTrace[]>
  /** The same questions of someone who may leave: then they end as those of {@link Connection.until} do. */
  until(signal: AbortSignal): QuestionsOfSets
  /** The traces that fit and whose earliest document was received since, newest first, and at most `limit`. */
  recentTraces(condition: Condition, since: Micros, limit: number): Promise<readonly RecentTrace[]>
  /** Differs when any server has listed traces since. */
  markCount(): Promise<number>
  /**
   * The map of the traces that count in the window: that started in it, or were received in it if they start far off.
   * Of a group: of those of them that were in it when they were received.
   */
  serviceGraph(window: Window, group?: MapGroup): Promise<ServiceGraph>
  /**
   * Reads what the map of all traces of a window will be made of, while nobody asks anything: {@link Store.serviceGraph} has it in
   * memory then. Ends early, or rejects as `abandoned`, when the signal fires.
   *
   * @returns how many rows were read
   */
  readMapAhead(window: Window, signal: AbortSignal): Promise<number>
  /**
   * The requests to some services or over some edges by period (µs, whole minutes); without a selector those of clients.
   * Of the same traces as the map.
   */
  serviceStatistics(
    window: Window,
    period: number,
    selector?: EntitySelector,
    group?: MapGroup,
  ): Promise<readonly PeriodStatistics[]>
  /** How many traces count in the window, by period (µs, whole minutes): of the same as the map. Periods without are left out. */
  traceCounts(window: Window, period: number, group?: MapGroup): Promise<ReadonlyMap<Micros, number>>
  /** On the node that answers; a stored day more is a part more at least. */
  tableSizes(): Promise<readonly TableSize[]>
  /** What the tables take on disk, and the days that they hold. */
  stored(): Promise<StoredBytes>
  settings(kind: SettingKind): Promise<readonly StoredSetting[]>
  /** What there is to back up. Flush the loader first. */
  backupDays(): Promise<BackupDays>
  /** Every document of one day, as lines of JSON: see readDay. Flush the loader after `until`. */
  documentsOfDay(wanted: DayWanted): AsyncGenerator<{ readonly lines: Buffer; readonly documents: number }>
  /** Each difference of directory, summaries and map rows from what the stored documents say. Flush the loader first. */
  verify(options?: VerifyOptions): AsyncIterable<Difference>
  close(): Promise<void>
}

/** Connects, waiting up to 10 s for an engine that starts, and brings the tables to this version. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { database = 'roentgen', cluster, isMade = false, log = () => {}, ...others } = options
  const home = cluster === undefined ? oneEngine : clusterHome(cluster)
  const access = cluster === undefined ? others : { ...others, settings: clusterSettings }
  if (!/^[A-Za-z]\w{0,63}$/.test(database))
    throw new StoreError('badDatabaseName', errors.badDatabaseName.text(database))
  if (!isMade) await makeDatabase(access, database, home)
  const connection = new Connection({ ...access, database })
  try {
    if (!isMade) await migrate(connection, home)
  } catch (error) {
    await connection.close()
    throw error
  }
  const days = new StoredDays(connection)
  const horizon = new Horizon(connection)
  const groups = new GroupVersions(connection)
  await Promise.all([horizon.refresh(), groups.refresh()])
  /** The map of days that are dropped is gone, though a trace that was received later may have started there. */
  const since = ({ start, end }: Window): Window => ({ start: Math.max(start, horizon.time) as Micros, end })
  const knownGraphs = new KnownGraphsOfProcess()
  const countedSlices = new CountedSlices()
  const known = { ownValues: new KnownOwnValues(), texts: new KnownTexts(), widths: new KnownWidths() }
  log('debug', 'store opened', { database })
  return {
    connection,
    horizon,
    groups,
    documentsOf: (traceIds) => readStoredTexts(connection, days, traceIds, horizon.time),
    listTraces: (question) => listTraces(connection, countedSlices, question),
    tracesAt: (keys) => readTracesAt(connection, keys),
    ...questionsOfSets(connection, known),
    until: (signal) => questionsOfSets(connection.until(signal), known),
    recentTraces: (...question) => readRecentTraces(connection, ...question),
    markCount: () => readMarkCount(connection),
    serviceGraph: (window, group) => readServiceGraph(connection, since(window), knownGraphs.now, group),
    readMapAhead: (window, signal) => readMapAhead(connection.until(signal), since(window), knownGraphs.now, signal),
    serviceStatistics: (window, period, selector, group) =>
      readServiceStatistics(connection, since(window), { period, selector, group }),
    traceCounts: (window, period, group) => readWindowCounts(connection, 'ask', since(window), { span: period, group }),
    tableSizes: () => readTableSizes(connection),
    stored: async () => storedBytes(await readStoredPartitions(connection)),
    settings: (kind) => readSettings(connection, kind),
    backupDays: async () => {
      await horizon.refresh()
      return backupDays(connection, horizon.time)
    },
    documentsOfDay: (wanted) => readDay(connection, horizon.time, wanted),
    verify: (options) => verify({ connection, horizon, groups }, options),
    close: () => connection.close(),
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

async function makeDatabase(access: ConnectionOptions, database: string, home: Home): Promise<void> {
  await using outside = new Connection(access)
  // A name cannot be bound in every version of the engine; this one has been checked.
  await outside.command({ sql: `create database if not exists ${database} ${home.onCluster}` })
}
