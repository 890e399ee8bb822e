import { describe, expect, test } from 'vitest'
import { columnsOf, fitted, styled, visible } from './terminal.ts'

describe('a cell is exactly as wide as its column', () => {
  test.each([
    ['abc', 5, 'abc  '],
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 4, 'abc…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日… '],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s in %i', (text, width, expected) => {
    expect(fitted(text, width)).toBe(expected)
    expect(columnsOf(expected)).toBe(width)
  })

  test('numbers stand at the right', () => {
    expect(fitted('12', 4, 'right')).toBe('  12')
  })
})

test('a name from outside cannot move the cursor, recolour the terminal or turn the text around', () => {
  expect(visible('a\u001b[2Jb\r\nc\u202ed\u0007')).toBe('a�[2Jb��c�d�')
})

test('without colour a style leaves the text alone', () => {
  expect(styled('x', 'red', { width: 80, colour: false })).toBe('x')
  expect(styled('x', 'red', { width: 80, colour: true })).toBe('\u001b[31mx\u001b[0m')
})
