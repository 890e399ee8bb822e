import type { GroupFilter } from '@roentgen/filter'
import type { Micros } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import { trace } from '../fixtures/documents.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { changeVersions } from './change-versions.ts'
import { type GroupVersion, groupVersionOf, groupVersionText } from './group-version.ts'
import { hasOldVersions, mapGroups } from './map-group.ts'
import { membershipIn } from './membership.ts'

const at = (time: number) => time as Micros
const group = (name: string, expression?: string): GroupFilter => ({ name, arn: `arn:${name}`, expression })
const summary = summaryOf({ traceId: trace(1), start: at(0) })

/** The versions after some changes, each at its time. */
function after(...changes: readonly (readonly [time: number, groups: readonly GroupFilter[]])[]): GroupVersion[] {
  const versions = new Map<number, GroupVersion>()
  for (const [time, groups] of changes)
    for (const version of changeVersions(groups, [...groups, group('Default')], [...versions.values()], at(time)))
      versions.set(version.id, version)
  return [...versions.values()]
}

const times = (versions: readonly GroupVersion[]) =>
  versions.map(({ id, group: { name }, from, until }) => [id, name, from, until])

describe('versions of groups', () => {
  test('end where others begin, and only those of groups that change', () => {
    const versions = after([10, [group('a', 'ok'), group('b', 'fault')]], [20, [group('a', 'ok'), group('b', 'error')]])
    expect(times(versions)).toEqual([
      [1, 'a', 10, undefined],
      [2, 'b', 10, 20],
      [3, 'b', 20, undefined],
    ])
  })

  test('follow from changes of the groups that are named, however far off', () => {
    const chain = [group('a', '!(group.name = "b")'), group('b', 'group.arn = "arn:c"'), group('d', 'ok')]
    const versions = after([10, [...chain, group('c', 'ok')]], [20, [...chain, group('c', 'fault')]])
    expect(times(versions.filter(({ from }) => from === 20)).map(([, name]) => name)).toEqual(['a', 'b', 'c'])
    expect(membershipIn(versions).of(at(15), summary)).toEqual([2, 3, 4])
    expect(membershipIn(versions).of(at(25), summary)).toEqual([3, 5])
  })

  test('end with their group', () => {
    expect(times(after([10, [group('a', 'ok')]], [20, []]))).toEqual([[1, 'a', 10, 20]])
  })

  test('apply from their beginning on and before their end', () => {
    const membership = membershipIn(after([10, [group('a', 'ok'), group('all')]], [20, [group('all')]]))
    expect([9, 10, 19, 20].map((key) => membership.of(at(key), summary))).toEqual([[], [1, 2], [1, 2], [2]])
  })

  test('whose filter cannot be read hold of nothing and say why', () => {
    const versions = after([10, [group('a', 'weather'), group('b', 'group.name = "gone"'), group('c', 'ok')]])
    const { suspended, of } = membershipIn(versions)
    expect(of(at(10), summary)).toEqual([3])
    expect([...suspended]).toEqual([
      [1, expect.stringContaining('weather')],
      [2, expect.stringContaining('gone')],
    ])
  })

  test('are read as they were written, and what is none is passed over', () => {
    for (const version of after([10, [group('a', 'ok'), group('b', 'group.name = "a"')]], [20, [group('b')]]))
      expect(groupVersionOf(String(version.id), groupVersionText(version))).toEqual(version)
    const text = groupVersionText({ id: 1, group: group('a'), uses: [], from: at(1), until: undefined })
    for (const [name, value] of [
      ['0', text],
      ['x', text],
      ['1', '{'],
      ['1', '{"from":1}'],
      ['1', text.replace('"from":1', '"from":1.5')],
    ])
      expect(groupVersionOf(name ?? '', value ?? '')).toBeUndefined()
  })

  test('make one group of the map, unless it was deleted in between', () => {
    const versions = after(
      [10, [group('a', 'ok'), group('b', 'ok')]],
      [20, [group('a', 'fault'), group('b', 'ok')]],
      [30, [group('b', 'ok')]],
      [40, [group('a', 'ok'), group('b', 'error')]],
    )
    const [b, a] = mapGroups(versions).toSorted((one, two) => two.versions.length - one.versions.length)
    expect(a).toEqual({ arn: 'arn:a', rows: '4', versions: [4] })
    expect(b).toEqual({ arn: 'arn:b', rows: '2', versions: [2, 5] })
    const window = (start: number, end: number) => ({ start: at(start), end: at(end) })
    const isOld = (start: number, end: number) => b !== undefined && hasOldVersions(b, versions, window(start, end))
    expect([isOld(0, 10), isOld(0, 11), isOld(39, 50), isOld(40, 50)]).toEqual([false, true, true, false])
  })
})
