import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestFields } from './digest-fields.ts'
import { readFields } from './field-reader.ts'
import { type FieldShape, fields, listOf, whole } from './field-shape.ts'
import { parseJson } from './field-text.ts'
import { fingerprint } from './fingerprint.ts'
import { readDatagram } from './index.ts'
import type { JsonObject, JsonValue } from './json.ts'

const inner = fields((v) => ({ a: v[0], b: v[1] }))
const shape: FieldShape = fields((v) => ({ id: v[0], a: v[1], list: v[2], all: v[3], self: v[4] }), {
  a: inner,
  all: whole,
  list: listOf(() => inner),
})

function read(text: string): JsonValue | undefined {
  const { utf8, bytes } = fingerprint(text)
  return readFields(text, utf8, bytes, shape)
}

/** What of a whole value the shape asks for. */
function selected(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return []
  const { id, a, list, all, self } = value as JsonObject
  return {
    id: emptied(id),
    a: ofInner(a),
    list: Array.isArray(list) ? list.map(ofInner) : emptied(list),
    all,
    self: emptied(self),
  } as JsonObject
}

function ofInner(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return emptied(value)
  const { a, b } = value as JsonObject
  return { a: emptied(a), b: emptied(b) }
}

function emptied(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? [] : {}
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', 'id', 'a"b', 'a\\b', '\n', 'é', '😀', '\ud83d', '\u2028', '\0', 'x'.repeat(40)),
)
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1795365709.123456, 1795365709.1234567, 2 ** 60, 5e-324, 1.7976931348623157e308),
)
const { value } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.oneof(fc.constantFrom('id', 'a', 'b', 'list', 'all', 'self', '__proto__'), text),
    tie('value'),
    {
      maxKeys: 6,
    },
  ) as fc.Arbitrary<JsonObject>,
}))

/** The value as a sender might write it: with space between, and with characters as escapes. */
const written = fc
  .tuple(value, fc.constantFrom('', ' ', '\n\t', '\r\n  '), fc.constantFrom(/[^\s\S]/g, /[^ -~]/g, /[d/]/g))
  .map(
    ([sent, space, escaped]) =>
      space +
      JSON.stringify(sent, undefined, space).replace(escaped, (unit) =>
        unit === '/' ? '\\/' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ) +
      space,
  )

function parsed(sent: string): JsonValue | undefined {
  try {
    return parseJson(sent)
  } catch {
    return undefined
  }
}

describe('the fields of a text', () => {
  test('are those that JSON.parse gives', () => {
    let readings = 0
    fc.assert(
      fc.property(written, (sent) => {
        const found = read(sent)
        if (found === undefined) return
        readings++
        expect(found).toEqual(selected(parsed(sent) as JsonValue))
      }),
      { numRuns: 3000 },
    )
    expect(readings).toBeGreaterThan(1500)
  })

  test('are read of no text that JSON.parse refuses, and differently of none', () => {
    const part = fc.constantFrom(
      ...'{}[]",:\\/-+.0123456789eEtruefalsn',
      ' ',
      '\n',
      '\0',
      '\t',
      '\u00a0',
      '\ufeff',
      'é',
      '\\u00',
      '"id":',
    )
    const broken = fc
      .tuple(
        written,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 3 }), part), { minLength: 1, maxLength: 3 }),
      )
      .map(([sent, changes]) =>
        changes.reduce((text, [at, cut, put]) => {
          const place = at % (text.length + 1)
          return text.slice(0, place) + put + text.slice(place + cut)
        }, sent),
      )
    let refused = 0
    fc.assert(
      fc.property(broken, (sent) => {
        const found = read(sent)
        const whole = parsed(sent)
        if (whole === undefined) {
          refused++
          expect(found).toBeUndefined()
        } else if (found !== undefined) expect(found).toEqual(selected(whole))
      }),
      { numRuns: 3000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  test.each([
    '',
    ' ',
    '{',
    '{"id"',
    '{"id":',
    '{"id":1',
    '{"id":1,',
    '{"id":1,}',
    '{"id":1}}',
    '{"id":"a}',
    '{"id":"\\',
    '{"id":"\\u00',
    '{"id":"\\x"}',
    '{"id":"\n"}',
    '{"id":01}',
    '{"id":1.}',
    '{"id":.1}',
    '{"id":+1}',
    '{"id":1e}',
    '{"id":-}',
    '{"id":tru}',
    '{"id":trues}',
    '{id:1}',
    "{'id':1}",
    '{"id" 1}',
    '[1,]',
    '\ufeff{}',
    '{"id":1}\0',
  ])('are not read of %j', (sent) => {
    expect(() => JSON.parse(sent)).toThrow()
    expect(read(sent)).toBeUndefined()
  })

  test('have the numbers that JSON.parse reads, however they are written', () => {
    const written = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,26})?([eE][+-]?\d{1,3})?$/)
    fc.assert(
      fc.property(written, (sent) => {
        expect(read(`{"id":${sent}}`)).toMatchObject({ id: JSON.parse(sent) })
      }),
      { numRuns: 3000 },
    )
  })

  test.each([
    { what: 'a field twice', sent: '{"id":1,"id":2}' },
    { what: 'a name with escapes', sent: '{"\\u0069d":1}' },
  ])('are left to JSON.parse where there is $what', ({ sent }) => {
    expect(read(sent)).toBeUndefined()
  })

  test('do not depend on what was read before', () => {
    const before = read('{"id":1,"a":{"a":1,"b":2},"list":[]}')
    read(`{"all":${'[1,'.repeat(100)}`)
    read('{"list":[{"b":1}],"id":"x"}')
    expect(read('{"id":1,"a":{"a":1,"b":2},"list":[]}')).toEqual(before)
  })
})

test('of every document that an SDK was seen to send the fields are read', () => {
  const folder = new URL('../captures/', import.meta.url)
  let documents = 0
  for (const name of readdirSync(folder).filter((file) => file.startsWith('segments-')))
    for (const line of readFileSync(new URL(name, folder), 'utf8').trim().split('\n')) {
      const { datagram }: { datagram: string } = JSON.parse(line)
      const reading = readDatagram(Buffer.from(datagram))
      if (!reading.ok) continue
      const { utf8, bytes } = fingerprint(reading.text)
      expect(readFields(reading.text, utf8, bytes, digestFields)).toBeDefined()
      documents++
    }
  expect(documents).toBeGreaterThan(5)
})
