/** A seeded source of numbers (sfc32): the same seed gives the same data set on every machine. */
export interface Random {
  /** 0 ≤ x < 1 */
  fraction(): number
  /** 0 ≤ n < limit */
  below(limit: number): number
  /** Lower-case hex digits, 4 bits of entropy each. */
  hex(digits: number): string
  pick<T>(from: readonly [T, ...T[]]): T
  chance(probability: number): boolean
}

export function seededRandom(seed: number): Random {
  let a = seed >>> 0
  let b = (seed ^ 0x9e3779b9) >>> 0
  let c = (Math.floor(seed / 2 ** 32) ^ 0x243f6a88) >>> 0
  let counter = 1
  const word = (): number => {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    return result >>> 0
  }
  for (let warmUp = 0; warmUp < 15; warmUp += 1) word()
  const fraction = () => word() / 2 ** 32
  const below = (limit: number) => Math.floor(fraction() * limit)
  return {
    fraction,
    below,
    hex: (digits) => {
      let text = ''
      while (text.length < digits) text += word().toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
    pick: (from) => from[below(from.length)] ?? from[0],
    chance: (probability) => fraction() < probability,
  }
}
