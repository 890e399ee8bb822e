import type { JsonObject, JsonValue } from './json.ts'

/** Values by the numbers of their fields. */
export type Values = (JsonValue | undefined)[]
type Make = (values: Values) => JsonObject

/** Which fields of an object are read, and how. */
export interface FieldShape {
  /** The values of an object that has none of them. */
  readonly absent: Readonly<Values>
  readonly make: Make
  /** The fields by {@link slotOf} their names. */
  readonly slots: readonly (readonly ReadField[])[]
  /** The field that came first in the object read last. */
  next: ReadField | undefined
}

/** How a value is read that is an object or an array; others are read as they are. */
export type Inner = FieldShape | { readonly elements: () => FieldShape } | typeof whole

export interface ReadField {
  readonly number: number
  /** In its quotes, as bytes. */
  readonly name: Uint8Array
  readonly inner: Inner | undefined
  /** The field that came behind it last. */
  next: ReadField | undefined
}

/** Of a value whose every part is read. */
export const whole = 'whole'

/**
 * The shape of the objects that `make` makes of the values of their fields. (Values that are set one by one, by names that
 * are not in the program, take longer than all the rest.) Of a field that holds an object or an array and has no inner
 * shape only that is read: it is an empty one.
 */
export function fields(make: Make, inner: Readonly<Record<string, Inner>> = {}): FieldShape {
  const slots: ReadField[][] = Array.from({ length: slotCount }, () => [])
  const numbers = Object.entries(make(Array.from({ length: mostFields }, (_, number) => number)))
  for (const [key, number] of numbers) {
    const name = new TextEncoder().encode(`"${key}"`)
    const field = { number: Number(number), name, inner: inner[key], next: undefined }
    slots[slotOf(name, 0, name.length)]?.push(field)
  }
  return { absent: numbers.map(() => undefined), make, slots, next: undefined }
}

const mostFields = 32

/** The shape of the objects in an array. */
export function listOf(elements: () => FieldShape): Inner {
  return { elements }
}

/** The field whose name stands, in its quotes, between these places. */
export function fieldOf(shape: FieldShape, bytes: Uint8Array, start: number, end: number): ReadField | undefined {
  const slot = shape.slots[slotOf(bytes, start, end)] as readonly ReadField[]
  for (let index = 0; index < slot.length; index++) {
    const field = slot[index] as ReadField
    if (field.name.length === end - start && stands(field.name, bytes, start)) return field
  }
  return undefined
}

/** Whether these very bytes stand there. */
export function stands(word: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false
  return true
}

const slotCount = 64
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  return ((bytes[start + 1] as number) + (bytes[end - 2] as number) * 5 + (end - start) * 11) & (slotCount - 1)
}
