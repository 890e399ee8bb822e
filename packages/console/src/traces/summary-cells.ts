import type { Status } from '../design/status-mark.tsx'
import type { TraceSummary } from '../wire/trace-summaries.ts'

/** The one status of a trace in the list. Fault before throttle before error, as X-Ray's consoles order their colours. */
export function statusOf(summary: TraceSummary): Status {
  if (summary.HasFault) return 'fault'
  if (summary.HasThrottle) return 'throttle'
  if (summary.HasError) return 'error'
  return summary.IsPartial ? 'in progress' : 'ok'
}

/** How a trace reads in a row without an URL: what its first service is called. */
export function nameOf(summary: TraceSummary): string {
  return summary.Http.HttpURL ?? summary.EntryPoint?.Name ?? summary.ServiceIds[0]?.Name ?? ''
}

/** How many annotations a trace has; each value of a key counts. */
export function annotationCount({ Annotations }: TraceSummary): number {
  return Object.values(Annotations).reduce((sum, values) => sum + values.length, 0)
}

/** `Customer: 1, UserID: "7", slow: true`, for a hover. */
export function annotationText({ Annotations }: TraceSummary): string {
  return Object.entries(Annotations)
    .flatMap(([key, values]) =>
      values.map(
        ({ AnnotationValue: value }) => `${key}: ${value.StringValue ?? value.NumberValue ?? value.BooleanValue ?? ''}`,
      ),
    )
    .join('\n')
}

/** The last eight characters, which tell traces apart on one page. */
export function shortId(id: string): string {
  return id.slice(-8)
}
