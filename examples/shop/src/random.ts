/** A seeded source of numbers (mulberry32): the same seed, the same customers. */
export interface Random {
  /** 0 ≤ x < 1 */
  fraction(): number
  /** low ≤ x < high */
  between(low: number, high: number): number
  pick<T>(from: readonly [T, ...T[]]): T
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    fraction,
    between: (low, high) => low + fraction() * (high - low),
    pick: (from) => from[Math.floor(fraction() * from.length)] ?? from[0],
  }
}
