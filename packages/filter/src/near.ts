const most = 3

/** The known words that someone may have meant who wrote this one. */
export function near(word: string, known: readonly string[]): readonly string[] {
  const limit = word.length < 5 ? 1 : 2
  // The parts of a word count: `status` and `http.status`.
  return known
    .map((one) => ({ one, distance: one.split('.').includes(word) ? 0 : distanceOf(word, one, limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ one }) => one)
}

/** Levenshtein's distance; anything above the limit where it is more. */
function distanceOf(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
