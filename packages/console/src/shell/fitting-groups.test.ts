import { expect, test } from 'vitest'
import { fittingGroups } from './fitting-groups.ts'

const groups = ['zeta', 'Default', 'Alpha'].map((GroupName) => ({
  GroupName,
  GroupARN: '',
  FilterExpression: GroupName === 'zeta' ? 'throttle' : '',
}))
const names = (chosen: string, sought: string) => fittingGroups(groups, chosen, sought).map(({ name }) => name)

test('Default stands first, the others by name', () => {
  expect(names('Default', '')).toEqual(['Default', 'Alpha', 'zeta'])
})

test('a group is found by its name and by its filter', () => {
  expect(names('Default', 'ALP')).toEqual(['Alpha'])
  expect(names('Default', ' thr ')).toEqual(['zeta'])
  expect(names('Default', 'nothing')).toEqual([])
})

test('a chosen group that is not there any more is offered as well', () => {
  expect(names('gone', '')).toEqual(['Default', 'Alpha', 'gone', 'zeta'])
})
