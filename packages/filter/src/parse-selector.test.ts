import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FilterError } from './errors.ts'
import { parseSelector } from './parse-selector.ts'

function faultOf(expression: string): FilterError {
  try {
    parseSelector(expression)
  } catch (error) {
    if (error instanceof FilterError) return error
    throw error
  }
  throw new Error(`${expression} was read`)
}

describe('an entity selector', () => {
  test.each([
    ['service("Scorekeep")', { kind: 'service', entity: { name: 'Scorekeep' } }],
    ['service', { kind: 'service', entity: {} }],
    ['SERVICE ( )', { kind: 'service', entity: {} }],
    [
      'id(name: "Scorekeep", type: "AWS::ECS::Container")',
      { kind: 'service', entity: { name: 'Scorekeep', type: 'AWS::ECS::Container' } },
    ],
    [
      'service(id(name:"a",type:"client",account.id:"000000000000"))',
      { kind: 'service', entity: { name: 'a', type: 'client', account: '000000000000' } },
    ],
    ['edge("client-a", "b")', { kind: 'edge', from: { name: 'client-a' }, to: { name: 'b' } }],
    ['edge(id(type:""),"b")', { kind: 'edge', from: { type: '' }, to: { name: 'b' } }],
    ['edge()', { kind: 'edge', from: {}, to: {} }],
    ['service("a \\"b\\" \\\\ \\n")', { kind: 'service', entity: { name: 'a "b" \\ \\n' } }],
  ])('%s', (expression, selector) => {
    expect(parseSelector(expression)).toEqual({ ...selector, at: { start: 0, end: expression.length } })
  })

  test.each([
    ['', 'empty', 0],
    ['  \n', 'empty', 0],
    ['fault', 'notASelector', 0],
    ['"a"', 'notASelector', 0],
    ['service("a"', 'unexpected', 11],
    ['service("a', 'unclosedString', 8],
    ['service(a)', 'unexpected', 8],
    ['service("a") { fault }', 'unexpected', 13],
    ['service("a") service("b")', 'unexpected', 13],
    ['edge("a")', 'unexpected', 8],
    ['id()', 'unexpected', 3],
    ['id(nam: "a")', 'unknownPart', 3],
    ['id(constructor: "a")', 'unknownPart', 3],
    ['id(name: "a", NAME: "b")', 'repeatedPart', 14],
    ['id(name "a")', 'unexpected', 8],
    [`service("${'a'.repeat(500)}")`, 'tooLong', 0],
  ])('%s is refused as %s at %d', (expression, code, start) => {
    const fault = faultOf(expression)
    expect([fault.code, fault.at.start]).toEqual([code, start])
    expect(fault.message).toContain(`position ${start + 1}:`)
  })

  test('is read or refused with a position inside it, whatever it is', () => {
    const piece = fc.constantFrom(
      'service',
      'edge',
      'id',
      '(',
      ')',
      ',',
      ':',
      '"',
      '\\',
      'name',
      'account.id',
      ' ',
      '{',
    )
    const any = fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 4 }))).map((all) => all.join(''))
    fc.assert(
      fc.property(any, (expression) => {
        try {
          parseSelector(expression)
        } catch (error) {
          if (!(error instanceof FilterError)) throw error
          expect(error.at.start).toBeGreaterThanOrEqual(0)
          expect(error.at.end).toBeLessThanOrEqual(expression.length)
        }
      }),
    )
  })
})
