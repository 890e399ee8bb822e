import { check, parse } from '@roentgen/filter'
import { expect, test } from 'vitest'
import { keepQuery, keptQueries, sampleQueries } from './kept-queries.ts'

function storageWith(text: string | null) {
  let kept = text
  return {
    getItem: () => kept,
    setItem: (_place: string, value: string) => {
      kept = value
    },
  }
}

test('queries are kept newest first, each once, and not without end', () => {
  const storage = storageWith(null)
  for (let n = 0; n < 20; n += 1) keepQuery(storage, `responsetime > ${n}`)
  keepQuery(storage, ' responsetime > 15 ')
  keepQuery(storage, '  ')
  const kept = keptQueries(storage)
  expect(kept.slice(0, 3)).toEqual(['responsetime > 15', 'responsetime > 19', 'responsetime > 18'])
  expect(kept).toHaveLength(12)
})

test('a full storage keeps the queries that it has', () => {
  const storage = {
    ...storageWith('["fault"]'),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  keepQuery(storage, 'error')
  expect(keptQueries(storage)).toEqual(['fault'])
})

test.each(['{', '{"a":1}', '[1,null]', null])('what is no list of queries (%j) is none', (text) => {
  expect(keptQueries(storageWith(text))).toEqual([])
})

test.each(sampleQueries)('the sample $text is right', ({ text }) => {
  expect(() => check(parse(text))).not.toThrow()
})
