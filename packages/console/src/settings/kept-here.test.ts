import { expect, test } from 'vitest'
import { forget, keptHere } from './kept-here.ts'

/** A storage whose keys are its own properties, as in browsers. */
function storageOf(entries: Readonly<Record<string, string>>): Storage {
  const storage = Object.create({ removeItem: (name: string) => Reflect.deleteProperty(storage, name) })
  return Object.assign(storage, entries)
}

test('what pages keep is told by its kind, and is forgotten without the rest', () => {
  const storage = storageOf({
    'roentgen.places.Default': '{}',
    'roentgen.places.slow ones 17 2': '{}',
    'roentgen.theme': 'dark',
    'another.page': 'x',
  })
  const kept = keptHere(storage)
  expect(kept).toEqual([
    {
      what: 'Places that you gave nodes of the map',
      names: ['roentgen.places.Default', 'roentgen.places.slow ones 17 2'],
    },
  ])
  for (const one of kept) forget(storage, one)
  expect(Object.keys(storage)).toEqual(['roentgen.theme', 'another.page'])
})
