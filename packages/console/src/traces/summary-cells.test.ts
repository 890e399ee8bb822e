import { describe, expect, test } from 'vitest'
import type { TraceSummary } from '../wire/trace-summaries.ts'
import { withGroup } from '../wire/trace-summaries.ts'
import { annotationCount, annotationText, nameOf, shortId, statusOf } from './summary-cells.ts'

const plain: TraceSummary = {
  Id: '1-5bf709c9-a006649127e371903a2de979',
  StartTime: 1,
  Duration: 0.1,
  HasFault: false,
  HasError: false,
  HasThrottle: false,
  IsPartial: false,
  Http: {},
  Annotations: {},
  Users: [],
  ServiceIds: [],
}

describe('a row of the list', () => {
  test.each([
    [{}, 'ok'],
    [{ IsPartial: true }, 'in progress'],
    [{ HasError: true, IsPartial: true }, 'error'],
    [{ HasError: true, HasThrottle: true }, 'throttle'],
    [{ HasError: true, HasThrottle: true, HasFault: true }, 'fault'],
  ] as const)('with %j has the status %s', (flags, status) => {
    expect(statusOf({ ...plain, ...flags })).toBe(status)
  })

  test('is named by its URL, else by its entry point, else by its first service', () => {
    const services = { ServiceIds: [{ Name: 'b', Type: '' }] }
    expect(nameOf({ ...plain, ...services })).toBe('b')
    expect(nameOf({ ...plain, ...services, EntryPoint: { Name: 'a', Type: '' } })).toBe('a')
    expect(nameOf({ ...plain, ...services, Http: { HttpURL: 'http://x/' } })).toBe('http://x/')
    expect(nameOf(plain)).toBe('')
  })

  test('counts each value of each annotation and shows them all', () => {
    const annotated = {
      ...plain,
      Annotations: {
        user: [{ AnnotationValue: { StringValue: 'é<b>' } }, { AnnotationValue: { NumberValue: 0 } }],
        slow: [{ AnnotationValue: { BooleanValue: false } }],
      },
    }
    expect(annotationCount(annotated)).toBe(3)
    expect(annotationText(annotated)).toBe('user: é<b>\nuser: 0\nslow: false')
  })

  test('shows the end of the id', () => {
    expect(shortId(plain.Id)).toBe('3a2de979')
  })
})

describe('the traces of a group', () => {
  test.each([
    ['', 'Default', ''],
    ['fault', 'Default', 'fault'],
    ['', 'slow', 'group.name = "slow"'],
    ['fault OR error', 'slow', 'group.name = "slow" AND (fault OR error)'],
    ['  ', 'a"b', 'group.name = "a\\"b"'],
  ])('with the filter %j in %j are found by %j', (filter, group, expression) => {
    expect(withGroup(filter, group)).toBe(expression)
  })
})
