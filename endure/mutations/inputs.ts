import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Random } from '../../bench/random.ts'
import { shopDocuments } from '../../bench/shop-documents.ts'
import { mutateBytes, mutateDocument } from './mutate.ts'

/** One datagram, or one body of PutTraceSegments. */
export interface Input {
  readonly what: string
  readonly door: 'udp' | 'http'
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
  /** About so many, where they are many. */
  readonly documents: number
}

const header = '{"format": "json", "version": 1}\n'
/** What a datagram can hold on any system, less the header's line. */
const largestDatagram = 60_000
const largestDocument = 1_000_000
const tracesAtOnce = 20
const lifeOfTrace = 40

/** Hostile inputs without end, made of what real SDKs sent and of the bench's documents. All follows from the seed. */
export function* hostileInputs(random: Random): Generator<Input> {
  const captured = [...captures('node'), ...captures('python')] as [object, ...object[]]
  const shop = shopDocuments({ seed: random.below(2 ** 31), clock: () => Date.now() / 1000 })
  const traces = Array.from({ length: tracesAtOnce }, () => newTraceId(random))
  for (let number = 0; ; number += 1) {
    if (number % (lifeOfTrace / tracesAtOnce) === 0) traces[random.below(tracesAtOnce)] = newTraceId(random)
    const document = (): object => {
      const sample: object = random.chance(0.6) ? random.pick(captured) : JSON.parse(shop.next().value?.text ?? '')
      // Some of one trace, so that what is hostile meets its like.
      const trace_id = random.chance(0.2) ? (traces[random.below(tracesAtOnce)] ?? '') : newTraceId(random)
      return { ...sample, trace_id, id: random.hex(16), start_time: Date.now() / 1000 - 1, end_time: Date.now() / 1000 }
    }
    yield random.chance(0.7) ? datagram(document(), random) : body(document, random)
  }
}

function datagram(document: object, random: Random): Input {
  const { what, bytes } = mutateDocument(document, random, random.chance(0.02) ? largestDatagram : 3000)
  const [framed, frame] = random.pick(random.chance(0.85) ? [frames[0]] : frames)
  const whole = Buffer.concat([Buffer.from(frame), bytes])
  return {
    what: `${framed}, ${what}`,
    door: 'udp',
    // Longer ones are not sent by any system.
    bytes: whole.subarray(0, 65_000),
    headers: {},
    documents: 1,
  }
}

const frames: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['datagram', header],
  ['datagram without a header', ''],
  ['datagram with nothing but a newline', '\n'],
  ['datagram with another format', '{"format":"xml","version":1}\n'],
  ['datagram with another version', '{"format":"json","version":2}\n'],
  ['datagram with a header of arrays', '[[[[]]]]\n'],
  ['datagram with a header of null', 'null\n'],
  ['datagram with a header that is cut', '{"format":"json","versio\n'],
  ['datagram with a long header', `{"format":"json","version":1,"x":"${'x'.repeat(20_000)}"}\n`],
  ['datagram with a deep header', `${'['.repeat(20_000)}\n`],
  ['datagram with two headers', header + header],
  ['datagram with a Windows header', header.replace('\n', '\r\n')],
  ['datagram with a header in capitals', '{"FORMAT":"JSON","VERSION":1}\n'],
  ['datagram with a header of two minds', '{"format":"json","version":1,"version":"1"}\n'],
]

function body(document: () => object, random: Random): Input {
  const form = random.fraction()
  if (form < 0.6) {
    const texts = Array.from({ length: 1 + random.below(5) }, () =>
      mutateDocument(document(), random, random.chance(0.003) ? largestDocument : 4000),
    )
    return json(
      `body with documents: ${texts.map(({ what }) => what).join('; ')}`,
      Buffer.from(JSON.stringify({ TraceSegmentDocuments: texts.map(({ bytes }) => bytes.toString('utf8')) })),
    )
  }
  const request = { TraceSegmentDocuments: [JSON.stringify(document()), JSON.stringify(document())] }
  if (form < 0.8) {
    const { what, bytes } = mutateDocument(request, random, random.chance(0.01) ? largestDocument : 4000)
    return json(`body, ${what}`, bytes)
  }
  const bytes = Buffer.from(JSON.stringify(request))
  if (form < 0.9) {
    const spoilt = mutateBytes(bytes, random)
    return json(`body, ${spoilt.what}`, spoilt.bytes)
  }
  const packed = gzipSync(bytes)
  if (form < 0.99) {
    const spoilt = random.chance(0.3) ? { what: 'whole', bytes: packed } : mutateBytes(packed, random)
    const encoding = random.pick(['gzip', 'gzip', 'gzip', 'x-gzip', 'br', 'GZIP', 'gzip, gzip', ''] as const)
    return {
      ...json(`packed body, ${spoilt.what}, ${encoding}`, spoilt.bytes),
      headers: { 'content-encoding': encoding },
    }
  }
  return random.pick(largeBodies())
}

function json(what: string, bytes: Buffer, documents = 1): Input {
  return { what, door: 'http', bytes, headers: {}, documents }
}

let large: readonly [Input, ...Input[]] | undefined

/** What a sender without manners makes of the 8 MB that a request may have; the same each time. */
export function largeBodies(): readonly [Input, ...Input[]] {
  const within = (text: string) => Buffer.from(`{"TraceSegmentDocuments":[${text}]}`)
  const least = '{"id":"53995c3f42cd8ad8"}'
  large ??= [
    json('body of 10,001 documents', within(Array.from({ length: 10_001 }, () => '""').join(','))),
    json(
      'body of 10,000 documents that are nothing',
      within(Array.from({ length: 10_000 }, () => '""').join(',')),
      10_000,
    ),
    json(
      'body of 10,000 least documents',
      within(Array.from({ length: 10_000 }, () => JSON.stringify(least)).join(',')),
      10_000,
    ),
    json('body over the limit', within(`"${'x'.repeat(8 * 2 ** 20)}"`)),
    json('body of one long text', within(`"${'x'.repeat(8 * 2 ** 20 - 100)}"`)),
    json('body of numbers', within(Array.from({ length: 2_000_000 }, () => '1').join(','))),
    json('body of empty arrays', within(Array.from({ length: 2_000_000 }, () => '[]').join(','))),
    json('body of keys', Buffer.from(`{${Array.from({ length: 500_000 }, (_, n) => `"k${n}":1`).join(',')}}`)),
    json('body of brackets', Buffer.from('['.repeat(8 * 2 ** 20))),
    ...largeDocuments().map(([what, text]) => json(`body of one document of ${what}`, within(JSON.stringify(text)))),
    json('body of escapes', within(`"${'\\u0041'.repeat(1_300_000)}"`)),
    { ...json('packed body of 256 MB', gzipSync(Buffer.alloc(2 ** 28))), headers: { 'content-encoding': 'gzip' } },
  ]
  return large
}

/** A megabyte each of what a document may have many of. */
function largeDocuments(): [what: string, text: string][] {
  const end = Date.now() / 1000
  const head = `{"name":"large","id":"53995c3f42cd8ad8","start_time":${end - 1},"end_time":${end}`
  let traces = 0
  const filled = (what: string, open: string, part: (n: number) => string, close: string): [string, string] => {
    const parts: string[] = []
    for (let n = 0, left = largestDocument - 300; left > 0; n += 1) {
      const next = part(n)
      parts.push(next)
      left -= next.length + 1
    }
    traces += 1
    const trace = `1-00000000-${traces.toString(16).padStart(24, '0')}`
    return [what, `${head},"trace_id":"${trace}",${open}${parts.slice(0, -1).join(',')}${close}`]
  }
  const call = (n: number) =>
    `{"id":"${(n + 1).toString(16).padStart(16, '0')}","start_time":${end - 1},"in_progress":true`
  return [
    filled('annotations', '"annotations":{', (n) => `"k${n}":${n}`, '}}'),
    filled('subsegments', '"subsegments":[', (n) => `${call(n)},"name":"a"}`, ']}'),
    filled('calls to one', '"subsegments":[', (n) => `${call(n)},"name":"a","namespace":"remote"}`, ']}'),
    filled('calls to as many', '"subsegments":[', (n) => `${call(n)},"name":"n${n}","namespace":"remote"}`, ']}'),
    filled('texts of metadata', '"metadata":[', (n) => `"${n}"`, ']}'),
  ]
}

function captures(sdk: 'node' | 'python'): object[] {
  return readFileSync(`packages/trace/captures/segments-${sdk}.ndjson`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): object => JSON.parse(line).document)
}

function newTraceId(random: Random): string {
  return `1-${random.hex(8)}-${random.hex(24)}`
}
