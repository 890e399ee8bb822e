/**
 * Whether a JSON text has more than `most` commas, braces and brackets outside of its strings: values that cost many
 * times their bytes when they are parsed. Looks at bytes only: the text need not be JSON.
 */
export function isScattered(body: Uint8Array, most: number): boolean {
  let quoted = false
  let found = 0
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (quoted) {
      if (byte === backslash) index++
      else if (byte === quote) quoted = false
    } else if (byte === quote) quoted = true
    else if (byte === comma || byte === brace || byte === bracket) {
      if (++found > most) return true
    }
  }
  return false
}

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const bracket = 0x5b
const brace = 0x7b
