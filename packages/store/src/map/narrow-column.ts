/** Whole numbers, each in as few bytes as all of them need: what each is more than the least of them. */
export interface NarrowColumn {
  readonly least: number
  readonly above: Uint8Array | Uint16Array | Uint32Array | Float64Array
}

export const noNumbers: NarrowColumn = { least: 0, above: new Uint8Array() }

export function narrowColumn(numbers: Float64Array | Uint32Array | readonly number[]): NarrowColumn {
  const count = numbers.length
  if (count === 0) return noNumbers
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) {
    const number = numbers[i] ?? 0
    if (number < least) least = number
    if (number > most) most = number
  }
  // Beyond safe integers a difference may be another number.
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || most - least > 0xffffffff)
    return { least: 0, above: Float64Array.from(numbers) }
  const above = room(count, most - least)
  for (let i = 0; i < count; i++) above[i] = (numbers[i] ?? 0) - least
  return { least, above }
}

function room(count: number, most: number): Uint8Array | Uint16Array | Uint32Array {
  if (most <= 0xff) return new Uint8Array(count)
  return most <= 0xffff ? new Uint16Array(count) : new Uint32Array(count)
}
