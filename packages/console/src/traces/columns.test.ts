import { describe, expect, test } from 'vitest'
import { readColumns, writeColumns } from './chosen-columns.ts'
import { annotationOf, columnsOf, knownColumns, leastWidth, usualColumns } from './columns.ts'

const ids = (names: readonly string[]) => columnsOf(names).map(({ id }) => id)

describe('the columns of the list', () => {
  test('are those that were chosen, the ID first, each once, and none that means nothing', () => {
    expect(ids(['age', 'id', 'age', 'colour', 'annotation[tenant]'])).toEqual(['id', 'age', 'annotation[tenant]'])
    expect(ids([])).toEqual(['id'])
    expect(ids(usualColumns)).toEqual(usualColumns)
  })

  test('of an annotation are named by its key, whatever is in it', () => {
    expect(columnsOf(['annotation[a]b]']).at(-1)?.name).toBe('a]b')
    expect(annotationOf('url')).toBeUndefined()
  })

  test('need so much room at least', () => {
    expect(leastWidth(columnsOf(['method', 'url']))).toBe(148 + 76 + 200)
    for (const { width } of knownColumns) expect(width).toMatch(/^\d+px$|^minmax\(\d+px, \dfr\)$/)
  })

  test.each(['', '{', '{}', 'null', '1'])('are the usual ones where %j was kept', (text) => {
    expect(readColumns(text)).toEqual(usualColumns)
  })

  test('are kept', () => {
    expect(readColumns(writeColumns(['id', 'annotation["x"]']))).toEqual(['id', 'annotation["x"]'])
    expect(readColumns('["a", 1, "b"]')).toEqual(['a', 'b'])
  })
})
