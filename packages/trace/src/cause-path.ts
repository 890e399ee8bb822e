import type { ExceptionDigest } from './digest.ts'
import { isInferring } from './infer.ts'
import type { TraceSpan } from './nest.ts'
import type { RootCauseEntity, RootCauseException, RootCauseService } from './summary.ts'

const mostEntities = 100

/** From the topmost segment down to the culprit; a path of more than 100 keeps the first and the last 50. */
export function pathTo(culprit: TraceSpan): readonly TraceSpan[] {
  const path: TraceSpan[] = []
  for (let at: TraceSpan | undefined = culprit; at?.segment !== undefined; at = at.parent) path.push(at)
  path.reverse()
  if (path.length > mostEntities) path.splice(mostEntities / 2, path.length - mostEntities)
  return path
}

/**
 * A path as a root cause tells it: a service for each segment on it, with the segment and the subsegments that lead on.
 * Where the culprit is a call whose callee sent no segment, the path goes on into the inferred service: that is where
 * it failed or took its time.
 */
export function servicesOn(
  path: readonly TraceSpan[],
  { exceptions, coverageOf }: { exceptions: boolean; coverageOf?: (place: TraceSpan) => number },
): RootCauseService[] {
  const services: { readonly service: RootCauseService; readonly path: RootCauseEntity[]; readonly of: TraceSpan }[] =
    []
  const culprit = path.at(-1)
  const inferred = culprit !== undefined && isInferring(culprit) ? culprit.span.downstream : undefined
  for (const place of path) {
    const { segment, span } = place
    const entity = segment?.document.segment?.entity
    if (segment === undefined || entity === undefined) continue
    let service = services.at(-1)
    if (service?.of !== segment) {
      const entities: RootCauseEntity[] = []
      service = { service: { entity, inferred: false, path: entities }, path: entities, of: segment }
      services.push(service)
    }
    service.path.push({
      name: span.name,
      remote: span.namespace !== '',
      exceptions: exceptions && place === culprit && inferred === undefined ? span.exceptions.map(named) : [],
      coverage: coverageOf?.(place),
    })
  }
  const answer = services.map(({ service }) => service)
  if (culprit === undefined || inferred === undefined) return answer
  const callee: RootCauseEntity = {
    name: inferred.name,
    remote: true,
    exceptions: exceptions ? culprit.span.exceptions.map(named) : [],
    coverage: coverageOf?.(culprit),
  }
  return [...answer, { entity: inferred, inferred: true, path: [callee] }]
}

function named({ type, message }: ExceptionDigest): RootCauseException {
  return { name: type, message }
}
