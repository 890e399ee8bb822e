/** Numbers to the tenth digit, texts in any order: of what comes in one, the expected ones are sorted. */
export function isEqual(found: unknown, expected: unknown): boolean {
  if (Object.is(found, expected)) return true
  if (typeof found === 'number' && typeof expected === 'number')
    return Math.abs(found - expected) <= 1e-10 * Math.max(Math.abs(found), Math.abs(expected))
  if (Array.isArray(found) && Array.isArray(expected)) {
    const sorted = found.every((one) => typeof one === 'string') ? found.toSorted() : found
    return sorted.length === expected.length && sorted.every((one, at) => isEqual(one, expected[at]))
  }
  if (typeof found !== 'object' || typeof expected !== 'object' || found === null || expected === null) return false
  const names = new Set([...Object.keys(found), ...Object.keys(expected)])
  return [...names].every((name) => isEqual(Reflect.get(found, name), Reflect.get(expected, name)))
}
