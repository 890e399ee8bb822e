import type { SummarySegment, TraceSummary } from '@roentgen/trace'

/** A summary without what no list shows: its calls, and what segments say of their requests. */
export interface ListedTrace extends Omit<TraceSummary, 'segments' | 'edges'> {
  readonly segments: readonly Pick<
    SummarySegment,
    'entity' | 'user' | 'instanceId' | 'availabilityZone' | 'resourceArn'
  >[]
}
