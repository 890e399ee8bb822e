/**
 * How deep a document may nest, objects and arrays counted alike. Real SDKs stay under 40. What is admitted must be
 * printed again (JSON.stringify recurses) on any thread, so this is a bound of ours and no setting.
 */
export const deepestNesting = 512

/** Whether a JSON text nests deeper than `levels`. Looks at characters only: the text need not be JSON. */
export function nestsDeeperThan(text: string, levels: number): boolean {
  let depth = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (quoted) {
      if (unit === 0x5c) index++
      else if (unit === 0x22) quoted = false
    } else if (unit === 0x22) quoted = true
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > levels) return true
    } else if (unit === 0x7d || unit === 0x5d) depth--
  }
  return false
}
