/** The name that someone who wrote `text` probably meant: `data_dir`, `dataDir` and `data-dri` mean `data-dir`. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, distance: distance(letters(text), letters(name)) }))
    .filter(({ distance, name }) => distance <= Math.min(2, name.length / 3))
    .sort((a, b) => a.distance - b.distance)
  return best?.name
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Letters to add, take away or change (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1]
    for (const [index, other] of [...to].entries())
      next.push(
        Math.min((next[index] ?? 0) + 1, (row[index + 1] ?? 0) + 1, (row[index] ?? 0) + (letter === other ? 0 : 1)),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
