import { expect, test } from 'vitest'
import { pagesOwn } from '../view/storage.ts'
import { forget, keptHere } from './kept-here.ts'

test('what pages keep is told by its kind, and is forgotten without the rest', () => {
  const storage = pagesOwn()
  for (const name of ['roentgen.places.Default', 'roentgen.places.slow ones 17 2', 'roentgen.theme', 'another.page'])
    storage.setItem(name, 'x')
  const kept = keptHere(storage)
  expect(kept).toEqual([
    {
      what: 'Places that you gave nodes of the map',
      names: ['roentgen.places.Default', 'roentgen.places.slow ones 17 2'],
    },
  ])
  for (const one of kept) forget(storage, one)
  expect(Object.keys(storage)).toEqual(['roentgen.theme', 'another.page'])
  expect(storage.getItem('roentgen.places.Default')).toBeNull()
  expect(storage.getItem('toString')).toBeNull()
})
