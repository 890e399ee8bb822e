import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { FilterError } from './errors.ts'
import { caseTraces } from './fixtures/cases.ts'
import { parse } from './parse.ts'
import { toPredicate } from './to-predicate.ts'

const reference = readFileSync(new URL('../../../docs/reference/filters.md', import.meta.url), 'utf8')
const groups = [{ name: 'Default', arn: 'arn:Default', expression: undefined }]

/** The rows below a header that begins so, each as its cells. */
function rowsBelow(header: string): string[][] {
  return [...reference.matchAll(/(?<=\n)(\| [^\n]*)\n\|-[^\n]*\n((?:\|[^\n]*\n)*)/g)]
    .filter(([, head = '']) => head.startsWith(header))
    .flatMap(([, , body = '']) => body.trimEnd().split('\n'))
    .map((row) => row.slice(2, -2).split(' | '))
}

const codeOf = (cell = '') => cell.replace(/^`|`$/g, '')

describe('docs/reference/filters.md', () => {
  const examples = rowsBelow('| example').map(([cell]) => codeOf(cell))

  test('has examples of every form', () => {
    expect(examples.length).toBeGreaterThan(30)
  })

  test.each(examples)('%s is read as it stands there', (expression) => {
    const fits = toPredicate(check(parse(expression), { groups }))
    for (const summary of caseTraces.values()) expect(typeof fits(summary)).toBe('boolean')
  })

  test.each(rowsBelow('| expression').map(([cell, position, sentence]) => [codeOf(cell), Number(position), sentence]))(
    '%s is refused at position %d: %s',
    (expression, position, sentence) => {
      try {
        check(parse(String(expression)), { groups })
      } catch (error) {
        if (!(error instanceof FilterError)) throw error
        expect([error.at.start + 1, error.sentence]).toEqual([position, expect.stringContaining(String(sentence))])
        return
      }
      throw new Error('it was read')
    },
  )
})
