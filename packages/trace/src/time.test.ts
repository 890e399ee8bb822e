import { expect, test } from 'vitest'
import { microsFromSeconds } from './index.ts'

test.each([
  { seconds: 0, micros: 0 },
  { seconds: 1.5, micros: 1_500_000 },
  { seconds: 1478293361.271, micros: 1478293361_271000 },
  { seconds: 1795365854.784578, micros: 1795365854_784578 },
  // Seven digits, as Python prints them: a single multiplication gives one more.
  { seconds: 1795365854.8423104, micros: 1795365854_842310 },
  { seconds: 1795365854.8830204, micros: 1795365854_883020 },
])('$seconds s are $micros µs', ({ seconds, micros }) => {
  expect(microsFromSeconds(seconds)).toBe(micros)
})
