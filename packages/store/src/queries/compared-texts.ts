import type { Connection } from '../connection.ts'
import type { CountedKey } from '../trace-values.ts'
import { type KnownTexts, textKey } from './known-texts.ts'
import type { TraceSet } from './matching-traces.ts'
import { type NumberOfKey, readPlacesOfNumbers } from './places-of-numbers.ts'
import { readValueTexts } from './value-texts.ts'

/** Numbers that are looked for in one question. */
const mostNumbers = 500

/**
 * The texts of values that traces of these sets have, as traceValueOf and annotationOf read them, by {@link textKey}. One is missing
 * where the trace that was to tell it was revised or dropped meanwhile.
 */
export async function readComparedTexts(
  connection: Connection,
  known: KnownTexts,
  wanted: readonly NumberOfKey[],
  sets: readonly TraceSet[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const unknown = wanted.filter((one) => {
    const text = known.get(one)
    if (text !== undefined) texts.set(textKey(one), text)
    return text === undefined
  })
  if (unknown.length === 0) return texts
  const places = await readPlacesOfNumbers(connection, unknown, sets)
  const placed = unknown.flatMap(({ key, number }) => {
    const keyTime = places.get(number)
    return keyTime === undefined ? [] : [{ key, number, keyTime }]
  })
  for (const own of byAnnotation(placed))
    for (let at = 0; at < own.length; at += mostNumbers) {
      const some = own.slice(at, at + mostNumbers)
      const found = await readValueTexts(connection, some)
      for (const one of some) {
        const text = found.get(one.number)
        if (text === undefined) continue
        texts.set(textKey(one), text)
        known.note(one, text)
      }
    }
  return texts
}

/** Those of one annotation by themselves: it is bound by name. */
function byAnnotation<T extends { readonly key: CountedKey }>(all: readonly T[]): readonly (readonly T[])[] {
  const lists = new Map<string, T[]>()
  for (const one of all) {
    const name = typeof one.key === 'string' ? '' : `of ${one.key.annotation}`
    lists.set(name, [...(lists.get(name) ?? []), one])
  }
  return [...lists.values()]
}
