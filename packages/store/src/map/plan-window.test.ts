import type { Micros } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import type { Window } from '../question.ts'
import { without } from './plan-window.ts'

const window = (start: number, end: number): Window => ({ start: start as Micros, end: end as Micros })

describe('what ranges leave of a window', () => {
  test.each([
    ['all of it without ranges', [], [window(10, 20)]],
    ['the gaps between ranges', [window(10, 12), window(14, 16)], [window(12, 14), window(16, 20)]],
    ['nothing where a range holds it', [window(5, 25)], []],
    ['its ends around a range', [window(12, 18)], [window(10, 12), window(18, 20)]],
    ['no time after it, of ranges that begin later', [window(30, 40)], [window(10, 20)]],
    ['no time before it, of ranges that end earlier', [window(1, 5)], [window(10, 20)]],
    [
      'no time after it, of a range that begins at its end',
      [window(12, 14), window(20, 30)],
      [window(10, 12), window(14, 20)],
    ],
    ['what ranges that overlap it leave', [window(5, 12), window(18, 25), window(30, 35)], [window(12, 18)]],
  ])('is %s', (_, ranges, left) => {
    expect(without(window(10, 20), ranges)).toEqual(left)
  })
})
