import { type Random, seededRandom } from './random.ts'

/**
 * The data set of bench and endure: what a busy shop of 200 services sends. All of it follows from the seed,
 * except times, which are those of the clock it is given.
 *
 * - 5 segments a trace (an entry service calls two, each of which calls one), 3 subsegments a segment, 1.2 KB a document on average.
 * - 200 services: 20 entries, 60 in the middle, 120 at the back; some 260 calls between services, 40 tables, 12 databases.
 * - Entropy: ids 64 and 96 (W3C 128) random bits; 10,000 users, 50,000 client addresses, 50 paths of 100,000 products,
 *   12 user agents, 20 statements.
 * - 20 % of the traces have W3C ids. 5 % of the segments come in progress first. 2 % of the documents come twice.
 *   1 % of the documents come late: 500 to 20,000 documents after the rest of their trace, whose times lie 25 s to 2 h back.
 * - 2 % of the traces end in a fault, 3 % in an error, 1 % are throttled at DynamoDB.
 */
export interface ShopDocument {
  /** 1-8hex-24hex, whichever spelling the document has. */
  readonly traceId: string
  readonly segmentId: string
  readonly text: string
  /** false for an in-progress document whose completion follows. */
  readonly complete: boolean
}

export interface ShopOptions {
  readonly seed: number
  /** Before each service's name: tells two streams apart on the map. */
  readonly prefix?: string
  /** Instead of 200, at least 10: one in ten is an entry, three in the middle, the rest at the back. */
  readonly services?: number
  /** Seconds since the epoch. */
  readonly clock: () => number
}

const agents = Array.from({ length: 12 }, (_, n) => `Mozilla/5.0 Firefox/1${n}0.0`)
const verbs = ['view', 'cart', 'checkout', 'search', 'review', 'recommend', 'stock', 'price', 'offer', 'track'] as const
const trades = ['books', 'garden', 'toys', 'music', 'sports'] as const

/** Endless; the caller takes as many as it wants. */
export function* shopDocuments(options: ShopOptions): Generator<ShopDocument> {
  const random = seededRandom(options.seed)
  const late: { readonly due: number; readonly document: ShopDocument }[] = []
  let given = 0
  for (;;) {
    const isLate = random.chance(0.05)
    const documents = shopTrace(random, options, isLate ? 25 + random.fraction() ** 3 * 7175 : 0)
    // One in 20 traces with one in 5 of its documents held back: 1 % of all.
    const held = isLate ? documents.splice(1 + random.below(documents.length - 1), 1) : []
    for (const document of documents) {
      yield document
      given += 1
      if (!random.chance(0.02)) continue
      yield document
      given += 1
    }
    for (const document of held) late.push({ due: given + 500 + random.below(19_500), document })
    for (let index = late.length - 1; index >= 0; index -= 1) {
      const entry = late[index]
      if (!entry || entry.due > given) continue
      late.splice(index, 1)
      yield entry.document
      given += 1
    }
  }
}

interface Call {
  readonly service: number
  readonly parentId: string | undefined
  readonly start: number
  readonly seconds: number
  readonly depth: number
}

/** The documents of one trace, callees before callers as real services finish. */
function shopTrace(random: Random, options: ShopOptions, age: number): ShopDocument[] {
  const w3c = random.chance(0.2)
  const now = options.clock() - age
  const epoch = w3c ? random.hex(8) : Math.floor(now).toString(16).padStart(8, '0')
  const rest = random.hex(24)
  const traceId = `1-${epoch}-${rest}`
  const spelling = w3c ? epoch + rest : traceId
  const fate = random.fraction()
  const tiers = tiersOf(options.services ?? 200)
  const shape: TraceShape = {
    spelling,
    traceId,
    tiers,
    prefix: options.prefix ?? '',
    user: `user-${Math.floor(random.fraction() ** 2 * 10_000)}`,
    product: random.below(100_000),
    address: `10.${random.below(4)}.${random.below(125)}.${random.below(100)}`,
    agent: agents[random.below(agents.length)] ?? '',
    path: `/${random.pick(trades)}/${random.pick(verbs)}`,
    outcome: fate < 0.02 ? 'fault' : fate < 0.05 ? 'error' : fate < 0.06 ? 'throttle' : 'ok',
  }
  const seconds = 0.02 + random.fraction() ** 4 * 0.5
  const documents: ShopDocument[] = []
  addSegment(
    { service: random.below(tiers.entries), parentId: undefined, start: now - seconds, seconds, depth: 0 },
    shape,
    random,
    documents,
  )
  return documents
}

/** How many there are of each: services by their place, then what they ask. */
interface Tiers {
  readonly entries: number
  readonly middle: number
  readonly back: number
  readonly tables: number
  readonly databases: number
}

function tiersOf(services: number): Tiers {
  const entries = Math.floor(services / 10)
  const middle = Math.floor((services * 3) / 10)
  return {
    entries,
    middle,
    back: services - entries - middle,
    tables: Math.ceil(services / 5),
    databases: Math.ceil((services * 6) / 100),
  }
}

interface TraceShape {
  readonly spelling: string
  readonly traceId: string
  readonly tiers: Tiers
  readonly prefix: string
  readonly user: string
  readonly product: number
  readonly address: string
  readonly agent: string
  readonly path: string
  readonly outcome: 'ok' | 'error' | 'fault' | 'throttle'
}

function addSegment(call: Call, shape: TraceShape, random: Random, into: ShopDocument[]): void {
  const id = random.hex(16)
  const callees = calleesOf(call, shape.tiers, random)
  const subsegments: object[] = []
  callees.forEach((service, index) => {
    const subsegmentId = random.hex(16)
    const start = call.start + call.seconds * (0.1 + 0.4 * index)
    const seconds = call.seconds * (0.3 + random.fraction() * 0.09)
    addSegment(
      { service, parentId: subsegmentId, start: start + 0.0005, seconds: seconds - 0.001, depth: call.depth + 1 },
      shape,
      random,
      into,
    )
    subsegments.push(remoteCall(subsegmentId, service, start, seconds, shape))
  })
  subsegments.push(tableCall(call, shape, random))
  if (subsegments.length < 3) subsegments.push(statement(call, shape, random))
  if (subsegments.length < 3)
    subsegments.push({
      id: random.hex(16),
      name: `render ${shape.path}`,
      ...times(call.start + call.seconds * 0.8, call.seconds * 0.1),
    })

  const bad = shape.outcome === 'fault' || shape.outcome === 'error'
  const base = {
    trace_id: shape.spelling,
    id,
    ...(call.parentId === undefined ? {} : { parent_id: call.parentId }),
    name: nameOf(call.service, shape),
    start_time: micros(call.start),
    origin: 'AWS::ECS::Container',
    aws: {
      ecs: { container: `i-${call.service.toString(16).padStart(8, '0')}` },
    },
  }
  const http = {
    method: 'GET',
    url: `http://${base.name}.shop.example${shape.path}/${shape.product}`,
    user_agent: shape.agent,
    client_ip: shape.address,
  }
  if (random.chance(0.05))
    into.push(documentOf(shape.traceId, id, { ...base, http: { request: http }, in_progress: true }, false))
  into.push(
    documentOf(
      shape.traceId,
      id,
      {
        ...base,
        end_time: micros(call.start + call.seconds),
        http: {
          request: http,
          response: {
            status: shape.outcome === 'fault' ? 500 : shape.outcome === 'error' ? 404 : 200,
            content_length: random.below(9000),
          },
        },
        ...(bad ? { [shape.outcome]: true } : {}),
        ...(call.depth === 0 ? { user: shape.user } : {}),
        annotations: { UserID: shape.user, ProductID: shape.product, tier: call.depth },
        subsegments,
      },
      true,
    ),
  )
}

function calleesOf({ service, depth }: Call, { entries, middle, back }: Tiers, random: Random): number[] {
  if (depth === 0) {
    const first = random.below(4)
    return [first, first + 1 + random.below(3)].map((n) => entries + ((service * 3 + (n % 4)) % middle))
  }
  return depth === 1 ? [entries + middle + (((service - entries) * 2 + random.below(3)) % back)] : []
}

function remoteCall(id: string, service: number, start: number, seconds: number, shape: TraceShape): object {
  const name = nameOf(service, shape)
  const status = shape.outcome === 'fault' ? 500 : shape.outcome === 'error' ? 404 : 200
  return {
    id,
    name,
    namespace: 'remote',
    ...times(start, seconds),
    http: { request: { method: 'GET', url: `http://${name}.shop.example` }, response: { status } },
    ...(status === 200 ? {} : { [shape.outcome]: true }),
  }
}

function tableCall(call: Call, shape: TraceShape, random: Random): object {
  const throttled = shape.outcome === 'throttle' && call.depth === 2
  return {
    id: random.hex(16),
    name: 'DynamoDB',
    namespace: 'aws',
    ...times(call.start + call.seconds * 0.02, call.seconds * 0.07),
    aws: {
      operation: 'GetItem',
      region: 'us-east-1',
      table_name: `${shape.prefix}table-${call.service % shape.tiers.tables}`,
      request_id: random.hex(16).toUpperCase(),
    },
    http: { response: { status: throttled ? 400 : 200 } },
    ...(throttled ? { error: true, throttle: true } : {}),
  }
}

function statement(call: Call, shape: TraceShape, random: Random): object {
  const host = `db-${call.service % shape.tiers.databases}.shop.example`
  return {
    id: random.hex(16),
    name: `${shape.prefix}orders@${host}`,
    namespace: 'remote',
    ...times(call.start + call.seconds * 0.6, call.seconds * 0.15),
    sql: {
      url: `postgres://${host}/orders`,
      database_type: 'PostgreSQL',
      sanitized_query: `SELECT * FROM orders_${random.below(20)} WHERE id = ?`,
    },
  }
}

function documentOf(traceId: string, segmentId: string, document: object, complete: boolean): ShopDocument {
  return { traceId, segmentId, text: JSON.stringify(document), complete }
}

function nameOf(service: number, { prefix, tiers }: Pick<TraceShape, 'prefix' | 'tiers'>): string {
  const tier = service < tiers.entries ? 'web' : service < tiers.entries + tiers.middle ? 'shop' : 'stock'
  return `${prefix}${tier}-${service}`
}

function times(start: number, seconds: number) {
  return { start_time: micros(start), end_time: micros(start + seconds) }
}

function micros(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6
}
