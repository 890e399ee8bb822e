import type { Store } from '@roentgen/store'
import type { Groups } from '../groups/groups.ts'
import { getServiceGraph, getTraceGraph } from './graphs.ts'
import { groupOperations, type SuspendedGroups } from './groups.ts'
import type { IngestParts } from './ingest.ts'
import { ingestOperations } from './ingest.ts'
import type { Operations } from './operations.ts'
import type { SamplingParts } from './sampling.ts'
import { samplingOperations } from './sampling.ts'
import { getTraceSummaries } from './summaries.ts'
import { tagOperations } from './tags.ts'
import { getTimeSeriesServiceStatistics } from './time-series.ts'
import type { TraceDocuments } from './trace-documents.ts'
import { batchGetTraces } from './traces.ts'

export interface XRayParts extends IngestParts, SamplingParts {
  readonly store: Pick<Store, 'listTraces' | 'serviceGraph' | 'serviceStatistics'>
  readonly documents: TraceDocuments
  readonly groups: Groups
  readonly suspendedGroups: SuspendedGroups
  /** Characters that a filter may have. */
  readonly filterLength: number
}

/** The operations of the X-Ray API that this version answers. */
export function xrayOperations(parts: XRayParts): Operations {
  const { store, documents, groups, filterLength } = parts
  const filters = { groups: () => groups.all(), longest: filterLength }
  return {
    ...ingestOperations(parts),
    ...samplingOperations(parts),
    ...groupOperations(groups, parts.suspendedGroups),
    ...tagOperations(groups),
    GetTraceSummaries: getTraceSummaries((question) => store.listTraces(question), filters),
    BatchGetTraces: batchGetTraces(documents),
    GetTraceGraph: getTraceGraph(documents),
    GetServiceGraph: getServiceGraph(store.serviceGraph, groups),
    GetTimeSeriesServiceStatistics: getTimeSeriesServiceStatistics(store.serviceStatistics, groups),
  }
}
