/** Every operation of the X-Ray API (2016-04-12) and the path that it is sent to, by POST. The paths follow no rule. */
export const operationPaths = {
  PutTraceSegments: '/TraceSegments',
  PutTelemetryRecords: '/TelemetryRecords',
  GetTraceSummaries: '/TraceSummaries',
  BatchGetTraces: '/Traces',
  GetServiceGraph: '/ServiceGraph',
  GetTraceGraph: '/TraceGraph',
  GetTimeSeriesServiceStatistics: '/TimeSeriesServiceStatistics',
  GetSamplingRules: '/GetSamplingRules',
  CreateSamplingRule: '/CreateSamplingRule',
  UpdateSamplingRule: '/UpdateSamplingRule',
  DeleteSamplingRule: '/DeleteSamplingRule',
  GetSamplingTargets: '/SamplingTargets',
  GetSamplingStatisticSummaries: '/SamplingStatisticSummaries',
  CreateGroup: '/CreateGroup',
  GetGroup: '/GetGroup',
  GetGroups: '/Groups',
  UpdateGroup: '/UpdateGroup',
  DeleteGroup: '/DeleteGroup',
  GetInsightSummaries: '/InsightSummaries',
  GetInsight: '/Insight',
  GetInsightEvents: '/InsightEvents',
  GetInsightImpactGraph: '/InsightImpactGraph',
  GetEncryptionConfig: '/EncryptionConfig',
  PutEncryptionConfig: '/PutEncryptionConfig',
  TagResource: '/TagResource',
  UntagResource: '/UntagResource',
  ListTagsForResource: '/ListTagsForResource',
  PutResourcePolicy: '/PutResourcePolicy',
  ListResourcePolicies: '/ListResourcePolicies',
  DeleteResourcePolicy: '/DeleteResourcePolicy',
  GetIndexingRules: '/GetIndexingRules',
  UpdateIndexingRule: '/UpdateIndexingRule',
  GetTraceSegmentDestination: '/GetTraceSegmentDestination',
  UpdateTraceSegmentDestination: '/UpdateTraceSegmentDestination',
  StartTraceRetrieval: '/StartTraceRetrieval',
  ListRetrievedTraces: '/ListRetrievedTraces',
  GetRetrievedTracesGraph: '/GetRetrievedTracesGraph',
  CancelTraceRetrieval: '/CancelTraceRetrieval',
} as const

export type OperationName = keyof typeof operationPaths

/** How a request came. */
export interface Arrival {
  /** By a worker, which takes this server for its control server. */
  readonly isForwarded: boolean
  /** How long it waited before its body was read, ms. */
  readonly waited: number
}

/** Answers one operation: the request's body as sent (unpacked), and the JSON object of the answer. */
export type Operation = (body: Buffer, arrival?: Arrival) => Promise<object> | object

/** The operations that this version answers; the others are known and refused. */
export type Operations = { readonly [Name in OperationName]?: Operation }
