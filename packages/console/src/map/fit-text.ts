/** Longer than any that fits: so that a name of 10,000 characters costs no more than others. */
const longest = 64

let segmenter: Intl.Segmenter | undefined

/** The text, or as much of its beginning as fits with an ellipsis. Cut between characters as people see them. */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  // Most fit, and need not be taken apart.
  if (text.length <= longest && !/[^\S ]| {2}/u.test(text) && measure(text) <= width) return text
  const oneLine = text.slice(0, 4 * longest).replaceAll(/\s+/gu, ' ')
  segmenter ??= new Intl.Segmenter()
  const characters = [...segmenter.segment(oneLine)].map(({ segment }) => segment).slice(0, longest)
  const isWhole = characters.join('').length === oneLine.length && text.length <= 4 * longest
  if (isWhole && measure(oneLine) <= width) return oneLine
  let least = 0
  let most = characters.length
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) least = middle
    else most = middle - 1
  }
  return `${characters.slice(0, least).join('').trimEnd()}…`
}
