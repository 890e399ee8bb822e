import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complete, type KnownValues } from './complete.ts'
import { FilterError } from './errors.ts'
import { filterCases } from './fixtures/cases.ts'
import { parse } from './parse.ts'

const known: KnownValues = {
  services: ['shop', 'say "hi"'],
  types: ['AWS::EC2::Instance'],
  accounts: ['000000000000'],
  annotationKeys: ['request.id', 'tenant'],
  groups: ['slow'],
  valuesOf: (subject) => (subject.kind === 'annotation' && subject.key === 'tenant' ? ['gold', 'silver'] : []),
}

/** The expression with `|` at the cursor. */
function completed(marked: string): string[] {
  const cursor = marked.indexOf('|')
  return complete(marked.replace('|', ''), cursor, known).items.map(({ text }) => text)
}

describe('completions', () => {
  test.each([
    ['http.|', ['http.status', 'http.url', 'http.method', 'http.useragent', 'http.clientip']],
    ['ok AND FAU|', ['fault']],
    ['service("shop") { ro|', ['root']],
    [
      'ro|',
      [
        'rootcause.fault.service',
        'rootcause.fault.entity',
        'rootcause.fault.exception',
        'rootcause.error.service',
        'rootcause.error.entity',
        'rootcause.error.exception',
        'rootcause.responsetime.service',
        'rootcause.responsetime.entity',
        'rootcause.json',
      ],
    ],
    ['rootcause.responsetime.entity { cov|', ['coverage']],
    ['rootcause.fault.entity { cov|', []],
    ['rootcause.fault.exception { mes|', ['message']],
    ['responsetime <|', ['<', '<=']],
    ['responsetime C|', []],
    ['http.url C|', ['CONTAINS']],
    [
      'ok A|',
      ['AND', 'annotation[', 'annotation[request.id]', 'annotation[tenant]', 'availabilityzone', 'account.id'].sort(),
    ],
    ['ok = |', ['true', 'false']],
    ['http.method = "P|', ['"POST"', '"PUT"', '"PATCH"']],
    ['annotation[te|', ['[tenant]']],
    ['annotation[tenant] = |', ['"gold"', '"silver"']],
    ['annotation.tenant = "s|', ['"silver"']],
    [
      'edge { dest|',
      ['destination.annotation[', 'destination.annotation[request.id]', 'destination.annotation[tenant]'],
    ],
    ['service(|', ['"shop"', '"say \\"hi\\""', 'id(', ')']],
    ['service("sa|', ['"say \\"hi\\""']],
    ['service(id(|', ['name: ', 'type: ', 'account.id: ']],
    ['service(id(type: "AWS::E|', ['"AWS::EC2::Instance"']],
    ['service(id(name: "shop"|', [',', ')']],
    ['group.name = "s|', ['"slow"']],
    ['group.n|', ['group.name']],
    ['nonsense = 5 AND o|', []],
  ])('%s', (marked, texts) => {
    expect(completed(marked).sort()).toEqual([...texts].sort())
  })

  test('an empty box offers every condition of the trace, and nothing else', () => {
    const texts = completed('|')
    expect(texts).toEqual(
      expect.arrayContaining(['ok', 'fault', 'service(', 'edge(', 'annotation[tenant]', 'group.name']),
    )
    expect(texts).not.toContain('root')
    expect(texts).not.toContain('AND')
  })

  test('say what they replace: what was typed of it', () => {
    expect(complete('ok AND res', 10)).toMatchObject({ start: 7, end: 10 })
    expect(complete('user = "al" ok', 10)).toMatchObject({ start: 7, end: 10 })
  })

  test('after a condition everything may follow that joins or compares it', () => {
    expect(completed('http.url |')).toEqual(expect.arrayContaining(['=', 'CONTAINS', 'AND', 'OR', 'ok']))
  })

  test('offer at every place of an expression what stands there', () => {
    for (const { expression, traces } of filterCases) {
      if (traces === undefined || expression.includes('\\')) continue
      for (const { index, 0: word } of expression.matchAll(
        /(?<=^|[\s({!])(?:ok|fault|error|AND|OR|CONTAINS|root|index|user)\b/g,
      )) {
        if (/"[^"]*$/.test(expression.slice(0, index).replace(/"[^"]*"/g, ''))) continue
        if (/[=] $/.test(expression.slice(0, index))) continue
        const texts = complete(expression, index, known).items.map(({ text }) => text)
        expect([expression, index, texts]).toEqual([expression, index, expect.arrayContaining([word])])
      }
    }
  })

  test('never fail, and never offer what cannot be read on', () => {
    const pieces = fc.constantFrom(
      'ok',
      'service(',
      '"',
      '[',
      '{',
      ' ',
      'annotation',
      '=',
      'http.url',
      ')',
      '}',
      'AND',
      '!',
      '#[',
      'id(',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('')
        const { start, items } = complete(text, text.length, known)
        for (const item of items) {
          const next = text.slice(0, start) + item.text
          try {
            parse(next)
          } catch (error) {
            if (!(error instanceof FilterError)) throw error
            // What is missing is missing at the end.
            expect([next, next.slice(error.at.end).trim()]).toEqual([next, ''])
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
