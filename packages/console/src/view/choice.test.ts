import { expect, test, vi } from 'vitest'
import { choiceOf, textChoice } from './choice.ts'
import { storage } from './storage.ts'

test('a choice is what was chosen last, of what there is to choose', () => {
  const theme = choiceOf('test.theme', ['light', 'dark'])
  expect(theme.chosen()).toBeUndefined()
  theme.choose('dark')
  expect(theme.chosen()).toBe('dark')
  storage.setItem('test.theme', 'purple')
  expect(theme.chosen()).toBeUndefined()
  theme.choose('light')
  theme.choose(undefined)
  expect(theme.chosen()).toBeUndefined()
})

test('what a full storage does not take holds as long as the page, and the choice before is gone', () => {
  const template = textChoice('test.template')
  template.choose('first')
  const full = vi.spyOn(storage, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  template.choose('second')
  expect(template.chosen()).toBe('second')
  expect(storage.getItem('test.template')).toBeNull()
  full.mockRestore()
  template.choose('third')
  expect(template.chosen()).toBe('third')
  template.choose(undefined)
  expect(template.chosen()).toBeUndefined()
})
