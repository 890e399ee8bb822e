/** The first place where two plain values are not equal; undefined where they are. -0 and 0 are equal here. */
export function firstDifference(
  stored: unknown,
  expected: unknown,
  field = '',
): { field: string; stored: unknown; expected: unknown } | undefined {
  if (stored === expected) return undefined
  if (typeof stored === 'string' && typeof expected === 'string') {
    // The engine holds UTF-8, in which a lone surrogate cannot be.
    return stored === Buffer.from(expected).toString() ? undefined : { field, stored, expected }
  }
  if (!isTree(stored) || !isTree(expected) || Array.isArray(stored) !== Array.isArray(expected))
    return { field, stored, expected }
  const keys = new Set([...Object.keys(stored), ...Object.keys(expected)])
  for (const key of keys) {
    const path = Array.isArray(stored) ? `${field}[${key}]` : field === '' ? key : `${field}.${key}`
    const found = firstDifference(Reflect.get(stored, key), Reflect.get(expected, key), path)
    if (found !== undefined) return found
  }
  return undefined
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
