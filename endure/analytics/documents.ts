import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type Random, seededRandom } from '../../bench/random.ts'
import { shopDocuments } from '../../bench/shop-documents.ts'

export interface RawDocument {
  /** 1-8hex-24hex. */
  readonly traceId: string
  readonly text: string
}

type Json = Record<string, unknown>

/** Texts that quoting, splitting, sorting or printing could break. */
const hostile = [
  '',
  ' ',
  'a"b',
  "it's",
  'back\\slash',
  'ends with \\',
  "'); drop table summaries; --",
  '{x:String}',
  '%s ? $1 `x`',
  'line\nbreak\r\ttab',
  'zero\u0000one\u0001two\u0001',
  '\u2028\u2029',
  'null',
  '\\N',
  'NaN',
  '0',
  'true',
  'Ünïcödé 🛒',
  '\ud83d half',
  'İstanbul ß',
  'x'.repeat(250),
] as const

const numbers = ['0', '-0', '0.1', '-1e300', '12345678901234567890', '7', '1e21', '5e-324'] as const
const messages = ['timed out', ...hostile] as const

export interface DocumentsWanted {
  readonly seed: number
  /** Traces of the generator; those of the captures come on top. */
  readonly traces: number
  /** Epoch seconds between which they begin, the late ones up to two hours before. */
  readonly from: number
  readonly to: number
}

/**
 * What is sent, in this order: the shop of the bench, of which one trace in four is made harder (failures by exception,
 * throttles that only an exception tells, roots that never end or never come, subsegments on their own and without parent,
 * second completions, clocks that step back, hostile texts everywhere); and what real SDKs and the shop of the lab sent, over and over.
 */
export function analyticsDocuments({ seed, traces, from, to }: DocumentsWanted): RawDocument[] {
  const random = seededRandom(seed)
  const step = (to - from) / traces
  let begun = 0
  const source = shopDocuments({ seed, clock: () => from + step * begun++ })
  const chosen = new Set<string>()
  const documents: RawDocument[] = []
  // One that comes twice is the same both times.
  const known = new Map<string, readonly string[]>()
  let passed = 0
  for (const { traceId, text } of source) {
    if (chosen.size < traces) chosen.add(traceId)
    else passed += 1
    // Late documents come at most 20,000 after the others.
    if (passed > 21_000) break
    if (!chosen.has(traceId)) continue
    const twist = twistOf(traceId)
    const made = known.get(text) ?? (twist === undefined ? [text] : twisted(text, twist, random))
    if (twist !== undefined) known.set(text, made)
    for (const one of made) documents.push({ traceId, text: one })
  }
  for (const { traceId, text } of captured(random, traces / 1000, from, to)) {
    // Among the others, wherever.
    documents.splice(random.below(documents.length), 0, { traceId, text })
  }
  return documents
}

/** One trace in four has one of these; the trace's id says which, so that all its documents go alike. */
const twists = [
  'texts',
  'numbers',
  'exceptions',
  'throttled by exception',
  'status alone',
  'root in progress',
  'root missing',
  'alone',
  'orphan',
  'second completion',
  'clock steps back',
  'places',
  'no http',
] as const
type Twist = (typeof twists)[number]

function twistOf(traceId: string): Twist | undefined {
  return twists[Number.parseInt(traceId.slice(-8), 16) % (twists.length * 4)]
}

/** The documents that stand for one of the shop. */
function twisted(text: string, twist: Twist, random: Random): string[] {
  const document: Json = JSON.parse(text)
  const isRoot = document.parent_id === undefined
  const isOpen = document.in_progress === true
  const annotations = document.annotations as Json | undefined
  const http = document.http as { request: Json; response?: Json }
  const print = (changes: Json) => JSON.stringify({ ...document, ...changes })
  switch (twist) {
    case 'texts':
      for (const field of ['url', 'user_agent', 'client_ip', 'method']) http.request[field] = random.pick(hostile)
      return [
        print({
          http,
          user: random.pick(hostile),
          annotations: {
            ...annotations,
            note: random.pick(hostile),
            'dotted.key': random.pick(hostile),
            constructor: 'x',
          },
        }).replace('"constructor":', '"__proto__":"y","constructor":'),
      ]
    case 'numbers':
      return [
        print({
          annotations: {
            ...annotations,
            amount: '@',
            isPaid: random.chance(0.5),
            wrong: [1],
            none: null,
            'bad key': 1,
          },
        }).replace('"@"', random.pick(numbers)),
      ]
    case 'exceptions': {
      if (isOpen) return [text]
      const exceptions = Array.from({ length: 1 + random.below(3) }, () => ({
        id: random.hex(16),
        type: random.pick(['Error', 'TimeoutError', ''] as const),
        message: random.pick(messages),
      }))
      return [print({ [random.pick(['fault', 'error'] as const)]: true, cause: { exceptions } })]
    }
    case 'throttled by exception': {
      const subsegments = document.subsegments as Json[] | undefined
      const table = subsegments?.find(({ name }) => name === 'DynamoDB')
      if (table === undefined) return [text]
      Object.assign(table, {
        error: true,
        fault: true,
        http: { response: { status: 400 } },
        cause: {
          exceptions: [{ id: random.hex(16), type: 'ProvisionedThroughputExceededException', message: 'Rate' }],
        },
      })
      return [print({})]
    }
    case 'status alone': {
      if (isOpen) return [text]
      http.response = { status: random.pick([200, 302, 404, 429, 500, 503, 0, 99] as const) }
      return [JSON.stringify({ ...document, error: undefined, fault: undefined, http })]
    }
    case 'root in progress':
      return isRoot ? [JSON.stringify({ ...document, end_time: undefined, in_progress: true })] : [text]
    case 'root missing':
      return isRoot ? [] : [text]
    case 'alone': {
      // Sent on their own, as SDKs do with large segments; the segment has the calls that were answered.
      const all = (document.subsegments ?? []) as Json[]
      const own = all.filter(({ name }) => name === 'DynamoDB')
      return [
        ...own.map((one) =>
          JSON.stringify({ ...one, type: 'subsegment', trace_id: document.trace_id, parent_id: document.id }),
        ),
        print(isOpen ? {} : { subsegments: all.filter((one) => !own.includes(one)) }),
      ]
    }
    case 'orphan': {
      if (!isRoot || isOpen) return [text]
      const times = { start_time: document.start_time, end_time: Number(document.end_time) + 0.25 }
      const call = { id: random.hex(16), name: 'S3', namespace: 'aws', ...times }
      const lost = { type: 'subsegment', trace_id: document.trace_id, parent_id: random.hex(16) }
      return [text, JSON.stringify({ ...lost, id: random.hex(16), name: 'lost', ...times, subsegments: [call] })]
    }
    case 'second completion':
      if (isOpen) return [text]
      return random.chance(0.5)
        ? [print({ end_time: Number(document.end_time) + 0.0625, user: 'later' }), text]
        : [print({ user: 'longer', metadata: { default: { more: 'x'.repeat(100) } } }), text]
    case 'clock steps back':
      return isOpen ? [text] : [print({ end_time: Number(document.start_time) - 1 })]
    case 'places':
      return [
        print({
          resource_arn: random.pick(['arn:aws:lambda:eu-west-1:1:function:a', 'arn:"b"'] as const),
          aws: random.chance(0.5)
            ? {
                ec2: {
                  instance_id: `i-${random.below(5)}`,
                  availability_zone: `eu-west-1${random.pick(['a', 'b'] as const)}`,
                },
              }
            : { ecs: { container: 'c', availability_zone: 'eu-west-1c' } },
        }),
      ]
    case 'no http':
      return [JSON.stringify({ ...document, http: undefined })]
  }
}

/** What the SDKs and the shop of the lab once sent, so often, each time as other traces at another time. */
function* captured(random: Random, times: number, from: number, to: number): Generator<RawDocument> {
  const texts = capturedTexts()
  const idOf = (text: string) => (JSON.parse(text) as { trace_id: string }).trace_id
  const startOf = (text: string) => Number((JSON.parse(text) as { start_time: number }).start_time)
  for (let time = 0; time < times; time += 1) {
    const others = new Map<string, { traceId: string; shift: number }>()
    for (const text of texts) {
      const own = idOf(text)
      const other = others.get(own) ?? {
        traceId: `1-${random.hex(8)}-${random.hex(24)}`,
        shift: Math.round(from + random.fraction() * (to - from) - startOf(text)),
      }
      others.set(own, other)
      yield {
        traceId: other.traceId,
        text: text
          .replaceAll(own, other.traceId)
          .replace(
            /("(?:start_time|end_time)": ?)(\d+)/g,
            (_, name: string, whole: string) => `${name}${Number(whole) + other.shift}`,
          ),
      }
    }
  }
}

function capturedTexts(): string[] {
  const folder = new URL('../../../', import.meta.url)
  const sdks = ['node', 'python'].flatMap((sdk) =>
    readFileSync(new URL(`packages/trace/captures/segments-${sdk}.ndjson`, folder), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { datagram: string }).datagram)
      .map((datagram) => datagram.slice(datagram.indexOf('\n') + 1)),
  )
  const shop = gunzipSync(readFileSync(new URL('endure/analytics/shop-minute.ndjson.gz', folder))).toString()
  return [...sdks, ...shop.trim().split('\n')]
}
