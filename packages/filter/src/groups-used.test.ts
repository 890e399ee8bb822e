import { describe, expect, test } from 'vitest'
import { check, type GroupFilter } from './check.ts'
import { groupsUsed } from './groups-used.ts'
import { parse } from './parse.ts'

const group = (name: string, expression?: string): GroupFilter => ({ name, arn: `arn:${name}`, expression })
const groups = [
  group('Default'),
  group('slow', 'responsetime > 5'),
  group('bad', 'fault OR !(group.name = "slow")'),
  group('worse', 'group.arn = "arn:bad" AND service("x") { fault }'),
  group('own', 'group.name = "own"'),
  group('broken', 'group.name = '),
]

describe('the groups that a filter uses', () => {
  test.each([
    [undefined, []],
    ['fault AND service("slow")', []],
    ['group.name = "slow"', ['slow']],
    ['(ok OR group.name != "bad")', ['slow', 'bad']],
    ['group.arn = "arn:worse" AND group.name = "Default"', ['Default', 'slow', 'bad', 'worse']],
    ['group.name', ['Default', 'slow', 'bad', 'worse', 'own', 'broken']],
    ['group.name = "own"', ['own']],
    ['group.name = "nobody"', []],
    ['no expression', []],
  ])('%s', (expression, names) => {
    expect(groupsUsed(expression, groups).map(({ name }) => name)).toEqual(names)
  })

  test('are read once each, however often they are named', () => {
    const long = `ok ${' '.repeat(4000)}`
    const often = (name: string) => Array.from({ length: 200 }, () => `group.name="${name}"`).join(' ')
    const chain = [group('a', long), group('b', often('a')), group('c', often('b'))]
    const times = Array.from({ length: 5 }, () => {
      const began = process.cpuUsage()
      expect(() => check(parse(often('c')), { groups: chain })).toThrow('conditions')
      return process.cpuUsage(began).user / 1000
    })
    expect(Math.min(...times)).toBeLessThan(50)
  })
})
