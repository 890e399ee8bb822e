import { describe, expect, test } from 'vitest'
import { annotationText, cellOf, type ListedTrace, shortId, statusOf } from './cells.ts'
import { knownColumns } from './columns.ts'

const plain: ListedTrace = {
  id: '1-5bf709c9-a006649127e371903a2de979',
  start: 1539597600,
  duration: 0.1,
  ...{ ok: true, error: false, fault: false, throttle: false, partial: false },
  users: [],
  segments: 3,
  annotations: 0,
  annotated: [],
  revision: 1,
}
const view = { now: 1539597612, zone: 'utc' } as const
const text = (column: string, trace: Partial<ListedTrace>) => cellOf(column, { ...plain, ...trace }, view).text

describe('a row of the list', () => {
  test.each([
    [{}, 'ok'],
    [{ partial: true }, 'in progress'],
    [{ error: true, partial: true }, 'error'],
    [{ error: true, throttle: true }, 'throttle'],
    [{ error: true, throttle: true, fault: true }, 'fault'],
  ] as const)('with %j has the status %s', (flags, status) => {
    expect(statusOf({ ...plain, ...flags })).toBe(status)
  })

  test.each([
    ['age', {}, '12 s ago'],
    ['start', {}, '2018-10-15 10:00:00.000 UTC'],
    ['method', { method: 'GET' }, 'GET'],
    ['status', { status: 404 }, '404'],
    ['responsetime', { responseTime: 0.0006 }, '0.6 ms'],
    ['responsetime', { responseTime: undefined as never }, '–'],
    ['duration', {}, '100 ms'],
    ['segments', {}, '3'],
    ['segments', { segments: undefined }, '–'],
    ['url', { url: 'http://x/', entryPoint: { name: 'a', type: '' } }, 'http://x/'],
    ['url', { entryPoint: { name: 'a', type: '' } }, 'a'],
    ['url', { url: 'x'.repeat(10_000) }, 'x'.repeat(300)],
    ['clientip', {}, '–'],
    ['users', { users: ['ada', 'bob'] }, 'ada, bob'],
    ['entrypoint', { entryPoint: { name: 'a', type: 'b' } }, 'a'],
    ['useragent', { userAgent: 'curl' }, 'curl'],
    ['annotations', {}, '–'],
    ['annotations', { annotations: 1234 }, '1,234'],
    [
      'annotation[a]',
      {
        annotated: [
          { key: 'a', value: 0 },
          { key: 'b', value: 1 },
          { key: 'a', value: false },
        ],
      },
      '0, false',
    ],
    ['annotation[c]', {}, '–'],
    ['traceid', {}, plain.id],
  ] as const)('says in the column %s of %j %s', (column, trace, expected) => {
    expect(text(column, trace)).toBe(expected)
  })

  test('says something in every column that there is', () => {
    for (const { id } of knownColumns) expect(text(id, {})).not.toBe('')
  })

  test('shows its annotations, and that there are more', () => {
    const annotated = [
      { key: 'user', value: 'é<b>' },
      { key: 'slow', value: false },
    ]
    expect(annotationText({ annotated, annotations: 2 })).toBe('user: é<b>\nslow: false')
    expect(annotationText({ annotated, annotations: 30 })).toBe('user: é<b>\nslow: false\n…')
  })

  test('shows the end of the id', () => {
    expect(shortId(plain.id)).toBe('3a2de979')
  })
})
