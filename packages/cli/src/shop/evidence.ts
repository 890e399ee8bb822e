import type { ServiceEntry } from '@roentgen/shop'
import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'

/** What the map shows of a service's instrumentation. */
export interface Evidence {
  /** Segments of its own have come. */
  readonly arrived: boolean
  /** Nodes that its calls should reach and have not. */
  readonly missing: readonly string[]
}

/** @param graph the Service shapes of GetServiceGraph */
export function evidenceOf(service: ServiceEntry, graph: readonly JsonObject[]): Evidence {
  const own = graph.filter(
    ({ Name: name, Type: type }) => name === service.segment && type !== 'remote' && type !== 'client',
  )
  const nameByReference = new Map(graph.map(({ ReferenceId: id, Name: name }) => [id, textOf(name)]))
  const reached = new Set(
    own.flatMap(({ Edges: edges }) =>
      Array.isArray(edges)
        ? (edges as readonly JsonValue[]).flatMap((edge) =>
            isObject(edge) ? [(nameByReference.get(edge.ReferenceId) ?? '').toLowerCase()] : [],
          )
        : [],
    ),
  )
  // A service without the SDK is known by the host name that its callers use: imageservice instead of ImageService.
  return { arrived: own.length > 0, missing: service.calls.filter((callee) => !reached.has(callee.toLowerCase())) }
}

const snippets = {
  node: {
    segment: "app.use(AWSXRay.express.openSegment('NAME')) before the routes, and closeSegment() after them",
    aws: 'AWSXRay.captureAWSv3Client(client) for the client of the AWS SDK',
    http: 'AWSXRay.captureHTTPsGlobal(http)',
  },
  python: {
    segment: "xray_recorder.configure(service='NAME') and XRayMiddleware(app, xray_recorder)",
    aws: 'patch_all()',
    http: 'patch_all()',
  },
}

/** What to do about it, a line each; none when nothing is missing. */
export function adviceOn(service: ServiceEntry, evidence: Evidence, language: 'node' | 'python'): string[] {
  const snippet = snippets[service.inPython ? language : 'node']
  if (!evidence.arrived)
    return [
      `No segment named "${service.segment}" has come. The code needs ${snippet.segment.replace('NAME', service.segment)}.`,
    ]
  return evidence.missing.map((callee) => {
    const isAws = !/service$/i.test(callee)
    return `The call to ${callee} is missing. The code needs ${isAws ? snippet.aws : snippet.http}.`
  })
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
