import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokens } from './lexer.ts'
import { quoteName, quoteString, unquoteName } from './quote.ts'

function words(statement: string): string[] {
  return Array.from(tokens(statement), (token) => token.text)
}

describe('the lexer', () => {
  test.each([
    { statement: 'select 1', expected: ['select', '1'] },
    { statement: 'select \'a;b\', `c;d`, "e;f"', expected: ['select', "'a;b'", ',', '`c;d`', ',', '"e;f"'] },
    {
      statement: String.raw`select 'it''s', 'it\'s', '\\'`,
      expected: ['select', "'it''s'", ',', String.raw`'it\'s'`, ',', String.raw`'\\'`],
    },
    { statement: "select $a$ it's; $a$, $$;$$", expected: ['select', "$a$ it's; $a$", ',', '$$;$$'] },
    { statement: 'select ‘a;b’, “c;d”', expected: ['select', '‘a;b’', ',', '“c;d”'] },
    { statement: 'select 1 -- ; x\n+ 2', expected: ['select', '1', '+', '2'] },
    { statement: 'select 1 # ; x\n+ 2 #! ;\n', expected: ['select', '1', '+', '2'] },
    { statement: 'select 1 // ; x', expected: ['select', '1'] },
    { statement: 'select /* a /* ; */ ; */ 2', expected: ['select', '2'] },
    { statement: "select 'no end ; {a:String}", expected: ['select', "'no end ; {a:String}"] },
    { statement: 'select /* no end', expected: ['select'] },
    { statement: 'a.b[1]', expected: ['a', '.', 'b', '[', '1', ']'] },
  ])('reads $statement', ({ statement, expected }) => {
    expect(words(statement)).toEqual(expected)
  })

  test('ends on any text at all, with tokens in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', ...'{a\'"`\\};:/*-#\n ‘’“”(') }), (text) => {
        let last = 0
        for (const token of tokens(text)) {
          expect(token.start).toBeGreaterThanOrEqual(last)
          expect(token.end).toBeGreaterThan(token.start)
          last = token.end
        }
      }),
    )
  })

  test('finds one token in every quoted string and name, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(words(`${quoteString(text)} ${quoteName(text)}`)).toEqual([quoteString(text), quoteName(text)])
        expect(unquoteName(quoteName(text))).toBe(text)
      }),
    )
  })
})
