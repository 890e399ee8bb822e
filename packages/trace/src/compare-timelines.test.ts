import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDocuments } from './any-documents.builder.ts'
import { compareOperations } from './compare-operations.ts'
import { type ComparedRow, compareTimelines, differs, type SpanVerdict } from './compare-timelines.ts'
import { criticalPath } from './critical-path.ts'
import type { Draft } from './document.builder.ts'
import type { Micros } from './time.ts'
import { timeByOperation } from './time-by-operation.ts'
import { timelineFrom } from './timeline.builder.ts'
import { type Timeline, timelineOf } from './timeline.ts'

const call = (id: string, name: string, at: readonly [number, number], url = `http://${name}/`) =>
  ({ id, name, at, http: { request: { method: 'GET', url } } }) satisfies Draft

/** A page that asks the cart and the catalog. */
function page(at: readonly [number, number], subsegments: Draft['subsegments'] & object, more: readonly Draft[] = []) {
  return timelineFrom([{ id: 'f', name: 'Frontend', at, subsegments }, ...more])
}

function told(rows: readonly ComparedRow[]): string[] {
  return rows.map(({ a, b, verdict, difference, depth }) => {
    const time = difference === undefined ? '' : ` ${difference / 1000}`
    return `${'  '.repeat(depth)}${(a ?? b)?.name} ${verdict}${time}`
  })
}

const usual = page([0, 100], [call('1', 'cart', [10, 30]), call('2', 'catalog', [40, 90])])

describe('two traces side by side', () => {
  test.each<[what: string, other: Timeline, rows: readonly string[]]>([
    [
      'slower where it was slower, and what encloses it',
      page([0, 150], [call('a', 'cart', [10, 80]), call('b', 'catalog', [90, 140])]),
      ['Frontend slower 50', '  cart slower 50', '  catalog same 0'],
    ],
    [
      'faster',
      page([0, 60], [call('a', 'cart', [10, 30]), call('b', 'catalog', [40, 50])]),
      ['Frontend faster -40', '  cart same 0', '  catalog faster -40'],
    ],
    [
      'without what is missing, and with what is new, by when they start',
      page([0, 100], [call('a', 'stock', [5, 15]), call('b', 'catalog', [40, 90])]),
      ['Frontend same 0', '  stock new', '  cart missing', '  catalog same 0'],
    ],
    [
      'failing where only B fails',
      page([0, 100], [{ ...call('a', 'cart', [10, 30]), fault: true }, call('b', 'catalog', [40, 90])]),
      ['Frontend same 0', '  cart failing 0', '  catalog same 0'],
    ],
    [
      'called oftener: the first with the first',
      page([0, 100], [call('a', 'cart', [10, 30]), call('b', 'cart', [30, 38]), call('c', 'catalog', [40, 90])]),
      ['Frontend same 0', '  cart same 0', '  cart new', '  catalog same 0'],
    ],
    [
      'in another order',
      page([0, 100], [call('a', 'catalog', [5, 55]), call('b', 'cart', [60, 80])]),
      ['Frontend same 0', '  catalog same 0', '  cart same 0'],
    ],
    [
      'another page',
      timelineFrom([{ id: 'e', name: 'Other', at: [0, 5] }]),
      ['Frontend missing', '  cart missing', '  catalog missing', 'Other new'],
    ],
  ])('is %s', (_, other, rows) => {
    expect(told(compareTimelines(usual, other))).toEqual(rows)
  })

  test('the same requests stand for each other before others of the same name do', () => {
    const a = page(
      [0, 100],
      [call('1', 'cart', [0, 10], 'http://cart/a'), call('2', 'cart', [20, 60], 'http://cart/b')],
    )
    const b = page(
      [0, 100],
      [call('3', 'cart', [0, 40], 'http://cart/b'), call('4', 'cart', [50, 60], 'http://cart/c')],
    )
    expect(told(compareTimelines(a, b))).toEqual(['Frontend same 0', '  cart same 0', '  cart same 0'])
  })

  test('callees hang on their calls, and a row knows how much differs below', () => {
    const called = (end: number) =>
      page(
        [0, end + 10],
        [call('1', 'cart', [10, end])],
        [
          {
            id: 'c',
            name: 'cart',
            at: [12, end - 2],
            parent: '1',
            subsegments: [{ id: 'd', name: 'query', at: [13, end - 3] }],
          },
        ],
      )
    const rows = compareTimelines(called(30), called(90))
    expect(told(rows)).toEqual([
      'Frontend slower 60',
      '  cart slower 60',
      '    cart slower 60',
      '      query slower 60',
    ])
    expect(rows.map(({ below, differencesBelow, parent }) => [below, differencesBelow, parent])).toEqual([
      [3, 3, -1],
      [2, 2, 0],
      [1, 1, 1],
      [0, 0, 2],
    ])
    expect(rows.map(({ selfDifference }) => selfDifference)).toEqual([0, 0, 0, 60_000])
  })
})

test.each([
  [100_000, 100_999, false],
  [1_000, 1_999, false],
  [1_000, 2_000, true],
  [100_000, 111_000, false],
  [100_000, 112_000, true],
  [0, 1_000, true],
])('%d µs against %d differ: %s', (a, b, expected) => {
  expect(differs(a as Micros, b as Micros)).toBe(expected)
  expect(differs(b as Micros, a as Micros)).toBe(expected)
})

describe('any two traces', () => {
  const anyTimeline = anyDocuments.map((documents) => timelineOf(documents))

  test('a trace against itself has no difference', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const rows = compareTimelines(timeline, timeline)
        expect(rows.length).toBe(timeline.spans.length)
        for (const { a, b, verdict, difference } of rows) {
          expect([a === b, verdict, difference ?? 0]).toEqual([true, 'same', 0])
        }
      }),
    )
  })

  const mirror: Record<SpanVerdict, SpanVerdict> = {
    ...{ missing: 'new', new: 'missing', failing: 'recovered', recovered: 'failing' },
    ...{ slower: 'faster', faster: 'slower', same: 'same' },
  }

  test('swapped say the same, mirrored, and every (sub)segment is in one row', () => {
    fc.assert(
      fc.property(anyTimeline, anyTimeline, (a, b) => {
        const rows = compareTimelines(a, b)
        expect(new Set(rows.flatMap((row) => row.a ?? [])).size).toBe(a.spans.length)
        expect(new Set(rows.flatMap((row) => row.b ?? [])).size).toBe(b.spans.length)
        const swapped = compareTimelines(b, a)
        expect(swapped.length).toBe(rows.length)
        swapped.forEach((row, index) => {
          const own = rows[index]
          expect(row.a === own?.b && row.b === own?.a).toBe(true)
          expect(row.verdict).toBe(mirror[own?.verdict ?? 'same'])
          expect((row.difference ?? 0) + (own?.difference ?? 0)).toBe(0)
        })
      }),
    )
  })

  test('have a segment and one that was inferred, of one name and id, in one order whichever comes first', () => {
    const document = { id: 'd'.repeat(16), name: 'three', start_time: 1, end_time: 2 }
    const [sent, inferred] = [timelineOf([document]), timelineOf([{ ...document, inferred: true }])]
    const kinds = (rows: readonly ComparedRow[]) => rows.map(({ a, b }) => (a ?? b)?.kind)
    expect(kinds(compareTimelines(sent, inferred))).toEqual(['inferred', 'segment'])
    expect(kinds(compareTimelines(inferred, sent))).toEqual(['inferred', 'segment'])
  })

  test('10,000 siblings are aligned within a second', () => {
    const many = timelineOf([
      {
        ...{ id: 'a'.repeat(16), name: 'Frontend', start_time: 1, end_time: 100 },
        subsegments: Array.from({ length: 10_000 }, (_, i) => ({
          ...{
            id: String(i).padStart(16, '0'),
            name: `call ${i % 7}`,
            start_time: 1 + i / 1000,
            end_time: 2 + i / 1000,
          },
        })),
      },
    ])
    const began = process.cpuUsage()
    expect(compareTimelines(many, many).length).toBe(10_001)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000)
  })
})

describe('time by service and operation', () => {
  const times = (timeline: Timeline) => timeByOperation(timeline, criticalPath(timeline))

  test('stands side by side, what differs most in its own time first', () => {
    const other = page([0, 150], [call('a', 'stock', [10, 80]), call('b', 'catalog', [90, 140])])
    const rows = compareOperations(times(usual), times(other))
    expect(
      rows.map(({ service, operation, a, b, selfDifference }) => [
        `${service} ${operation}`,
        a?.self ?? null,
        b?.self ?? null,
        selfDifference,
      ]),
    ).toEqual([
      ['Frontend stock', null, 70_000, 70_000],
      ['Frontend cart', 20_000, null, -20_000],
      ['Frontend ', 30_000, 30_000, 0],
      ['Frontend catalog', 50_000, 50_000, 0],
    ])
  })
})
