import { expect, test } from 'vitest'
import { type Group, groupOf, groupText } from './group.ts'

const group: Group = {
  name: 'slow',
  arn: 'arn:aws:xray:us-east-1:000000000000:group/slow/0',
  expression: 'responsetime > 5',
  insights: { enabled: true, notifications: false },
  tags: { team: 'a' },
}

test('a group is read as it was stored', () => {
  expect(groupOf('slow', groupText(group))).toEqual(group)
})

test.each(['', '{', 'null', '[]', '{"arn":1}', groupText(group).slice(0, -1)])(
  'the text %j is none, and no fault of the others',
  (text) => {
    expect(groupOf('slow', text)).toBeUndefined()
  },
)
