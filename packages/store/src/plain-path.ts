/** What the engine takes for a pattern of names. */
const wildcard = /[*?{}[\]\\]/

/** Whether the engine takes this path for the one file that it names. */
export function isPlainPath(path: string): boolean {
  return !wildcard.test(path)
}
