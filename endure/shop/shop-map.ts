/** A node of the map, as far as the proofs ask. */
export interface MapNode {
  readonly name: string
  readonly type: string
  readonly calls: readonly string[]
  readonly requests: number
  readonly faults: number
  /** Of one request, on average. */
  readonly seconds: number
}

interface Service {
  readonly ReferenceId: number
  readonly Name: string
  readonly Type: string
  readonly Edges: readonly { readonly ReferenceId: number }[]
  readonly SummaryStatistics?: {
    readonly TotalCount: number
    readonly TotalResponseTime: number
    readonly FaultStatistics: { readonly TotalCount: number }
  }
}

/** What has started since, from GetServiceGraph, with everything that was acknowledged in it. Times in epoch seconds. */
export async function mapSince(url: string, since: number, until = Date.now() / 1000 + 1): Promise<MapNode[]> {
  await post(url, '/api/flush', {})
  const { Services: services } = (await post(url, '/ServiceGraph', { StartTime: since, EndTime: until })) as {
    Services: readonly Service[]
  }
  const names = new Map(services.map(({ ReferenceId: id, Name: name }) => [id, name]))
  return services.map(({ Name: name, Type: type, Edges: edges, SummaryStatistics: of }) => ({
    name,
    type,
    calls: edges.map(({ ReferenceId: id }) => names.get(id) ?? ''),
    requests: of?.TotalCount ?? 0,
    faults: of?.FaultStatistics.TotalCount ?? 0,
    seconds: of ? of.TotalResponseTime / Math.max(1, of.TotalCount) : 0,
  }))
}

async function post(url: string, path: string, body: object): Promise<unknown> {
  const answer = await fetch(new URL(path, url), { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

export function nodeOf(map: readonly MapNode[], name: string): MapNode | undefined {
  return map.find((node) => node.name === name && node.type !== 'client' && node.type !== 'remote')
}

const wanted: Readonly<Record<string, readonly string[]>> = {
  Frontend: ['ImageService', 'recommenderservice', 'catalogservice', 'orderservice', 'cartservice'],
  recommenderservice: ['catalogservice'],
  catalogservice: ['ProductCatalog'],
  orderservice: ['catalogservice', 'cartservice', 'SQS', 'demostore-orderqueue'],
  ImageService: [],
  cartservice: [],
}
const clients = ['Frontend', 'ImageService', 'recommenderservice']

/** Nodes and edges of the lab's map that are not there yet. */
export function missingFrom(map: readonly MapNode[]): string[] {
  return [
    ...Object.entries(wanted).flatMap(([name, calls]) => {
      const node = nodeOf(map, name)
      return node ? calls.filter((call) => !node.calls.includes(call)).map((call) => `${name} → ${call}`) : [name]
    }),
    ...clients
      .filter((name) => !map.some((node) => node.type === 'client' && node.calls.includes(name)))
      .map((name) => `client → ${name}`),
  ]
}

export async function seconds(count: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, count * 1000))
}
