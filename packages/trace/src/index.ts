export { addGraphs, foldGraph, type GraphLimits, graphLimits, otherEntity } from './add-graphs.ts'
export {
  type Admission,
  type AdmissionLimits,
  type AdmittedDocument,
  admit,
  datagramLimits,
  httpLimits,
  type Rejection,
} from './admit.ts'
export {
  type AssemblyLimits,
  assemble,
  assembleInTurn,
  mostSegments,
  type Trace,
  type TraceSegment,
} from './assemble.ts'
export { type ComparedOperation, compareOperations } from './compare-operations.ts'
export { type ComparedRow, compareTimelines, type SpanVerdict } from './compare-timelines.ts'
export { type CompiledDocument, compile, compileInTurn } from './compile.ts'
export { criticalPath, type PathStep } from './critical-path.ts'
export { type DatagramFault, type DatagramReading, longestDatagram, readDatagram } from './datagram.ts'
export * from './digest.ts'
export { type DigestOptions, digestDocument } from './digest-document.ts'
export { defaultAccount } from './downstream.ts'
export { type AdmissionErrorRow, admissionErrors } from './errors.ts'
export { wellFormed } from './field-text.ts'
export * from './graph.ts'
export { type CountedSummary, graphOf } from './graph-of.ts'
export { byCallerAndCallee, byEntity, entityKey } from './graph-order.ts'
export { bucketEnd, bucketOf, bucketValue, histogramEdges } from './histogram.ts'
export * from './ids.ts'
export * from './json.ts'
export type { TraceSpan } from './nest.ts'
export { deviationsFor, type OverRepresentation, overRepresentation, sharesUnder } from './over-representation.ts'
export { identityOf, identityOfPacked, type PackedDigest, packDigest, unpackDigest } from './pack.ts'
export { type FinalState, finalState } from './request-state.ts'
export { ownStretches, type Stretch, selfTime } from './self-time.ts'
export type { Bytes } from './size.ts'
export { boundsOf, countedOf, summarize } from './summarize.ts'
export * from './summary.ts'
export * from './time.ts'
export { type OperationTime, timeByOperation } from './time-by-operation.ts'
export * from './timeline.ts'
export { type Grouping, type TimelineRow, timelineRows } from './timeline-rows.ts'
