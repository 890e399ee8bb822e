import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokens } from './lexer.ts'
import { fillPlaceholders } from './placeholders.ts'

function fill(statement: string, parameters: Record<string, string> = {}): string {
  return fillPlaceholders(statement, [...tokens(statement)], new Map(Object.entries(parameters)))
}

describe('a placeholder', () => {
  test.each([
    { type: 'String', value: String.raw`it\'s \\ \n`, sql: String.raw`'it\'s \\ \n'` },
    { type: 'String', value: "') or 1=1 --", sql: String.raw`'\') or 1=1 --'` },
    { type: 'String', value: '{b:String}', sql: "'{b:String}'" },
    { type: 'String', value: '', sql: "''" },
    { type: 'UInt32', value: '5', sql: "_CAST('5', 'UInt32')" },
    { type: 'Int64', value: '-9223372036854775808', sql: "_CAST('-9223372036854775808', 'Int64')" },
    { type: 'Float64', value: '-1.5e300', sql: "_CAST('-1.5e300', 'Float64')" },
    { type: 'Float64', value: '+inf', sql: "_CAST('+inf', 'Float64')" },
    { type: 'Bool', value: '1', sql: "_CAST('true', 'Bool')" },
    {
      type: 'UUID',
      value: '0123456789ABCDEF0123456789abcdef',
      sql: "_CAST('0123456789abcdef0123456789abcdef', 'UUID')",
    },
    { type: 'Nullable(String)', value: '\\N', sql: "_CAST(NULL, 'Nullable(String)')" },
    { type: 'Nullable(UInt8)', value: '7', sql: "_CAST('7', 'Nullable(UInt8)')" },
    {
      type: 'Array(String)',
      value: String.raw`['a\'b','\\']`,
      sql: String.raw`_CAST('[\'a\\\'b\',\'\\\\\']', 'Array(String)')`,
    },
    { type: 'Array(Nullable(UInt8))', value: '[1, NULL]', sql: "_CAST('[1,NULL]', 'Array(Nullable(UInt8))')" },
    { type: 'Array(Array(UInt8))', value: '[[1],[]]', sql: "_CAST('[[1],[]]', 'Array(Array(UInt8))')" },
    { type: 'Tuple(UInt8,  String)', value: "(1,'a')", sql: String.raw`_CAST('(1,\'a\')', 'Tuple(UInt8, String)')` },
    {
      type: 'Map(String,UInt8)',
      value: "{'k':1}",
      sql: String.raw`_CAST(_CAST('[(\'k\',1)]', 'Array(Tuple(String, UInt8))'), 'Map(String, UInt8)')`,
    },
    { type: 'LowCardinality(String)', value: 'a', sql: "_CAST('a', 'LowCardinality(String)')" },
    {
      type: "DateTime64(3, 'UTC')",
      value: '1700000000.123',
      sql: String.raw`_CAST('1700000000.123', 'DateTime64(3, \'UTC\')')`,
    },
    { type: 'Decimal(10, 2)', value: '1.25', sql: "_CAST('1.25', 'Decimal(10, 2)')" },
    { type: 'IPv4', value: '127.0.0.1', sql: "_CAST('127.0.0.1', 'IPv4')" },
    { type: 'Identifier', value: 'a`; drop table t', sql: '`a\\`; drop table t`' },
  ])('of $type prints $value', ({ type, value, sql }) => {
    expect(fill(`select {a:${type}} as a`, { a: value })).toBe(`select ${sql} as a`)
  })

  test.each([
    { type: 'UInt32', value: '1) or (1=1' },
    { type: 'UInt32', value: '1 union all select 2' },
    { type: 'UInt8', value: '256' },
    { type: 'UInt8', value: '-1' },
    { type: 'Int8', value: '' },
    { type: 'Int64', value: '0x10' },
    { type: 'UInt64', value: '1e3' },
    { type: 'UInt8', value: '\\N' },
    { type: 'Float64', value: '1; drop table t' },
    { type: 'Bool', value: 'maybe' },
    { type: 'UUID', value: "'" },
    { type: 'Date', value: "2026-01-01'" },
    { type: 'DateTime64(3)', value: 'now()' },
    { type: 'IPv6', value: '::1%lo' },
    { type: 'FixedString(2)', value: 'abc' },
    { type: 'Identifier', value: '' },
    { type: 'Array(String)', value: "['a'] or 1" },
    { type: 'Array(String)', value: "['a" },
    { type: 'Array(String)', value: '[a]' },
    { type: 'Array(UInt8)', value: '[1' },
    { type: 'Array(UInt8)', value: '[1,]' },
    { type: 'Array(UInt8)', value: '[NULL]' },
    { type: 'Array(UInt8)', value: '[sleep(1)]' },
    { type: 'Tuple(UInt8, UInt8)', value: '(1)' },
    { type: 'Tuple(UInt8)', value: '(1,2)' },
    { type: 'Map(String, UInt8)', value: "{'a'}" },
  ])('of $type refuses $value', ({ type, value }) => {
    expect(() => fill(`select {a:${type}}`, { a: value })).toThrow(/BAD_QUERY_PARAMETER/)
  })

  test.each([
    "Enum8('a'=1)",
    'Nothing',
    'String) or (1',
    'Array(Identifier)',
    'Array()',
    'UInt7',
    "DateTime64('x')",
    '',
  ])('of the type %s is refused', (type) => {
    expect(() => fill(`select {a:${type}}`, { a: '1' })).toThrow(/BAD_QUERY_PARAMETER/)
  })

  test('without a value is refused', () => {
    expect(() => fill('select {a:String}')).toThrow(/Code: 456.*`a` is not set/)
  })

  test.each([
    "select '{a:String}'",
    'select `{a:String}`',
    'select 1 -- {a:String}',
    'select /* {a:String} */ 1',
    "select {'a':1}",
    'select $${a:String}$$',
  ])('is none inside of %s', (statement) => {
    expect(fill(statement, { a: 'x' })).toBe(statement)
  })

  test('is filled at every place, spaces or not', () => {
    expect(fill('select {a:UInt8}, { a : UInt8 }, {b:String}', { a: '1', b: 'x' })).toBe(
      "select _CAST('1', 'UInt8'), _CAST('1', 'UInt8'), 'x'",
    )
  })

  test('stays one token after another for any value', () => {
    const types = ['String', 'Identifier', 'Array(String)', 'Nullable(String)', 'Map(String,String)', 'UInt8', 'UUID']
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.string({ unit: fc.constantFrom(...'ab1\'"`\\[](){},:;-/*\n\t\0{}$') }),
        (type, value) => {
          const statement = `select {a:${type}} from t`
          let filled: string
          try {
            filled = fill(statement, { a: value })
          } catch (fault) {
            expect(String(fault)).toMatch(/BAD_QUERY_PARAMETER/)
            return
          }
          const words = Array.from(tokens(filled), (token) => token.text)
          expect(words.slice(0, 1)).toEqual(['select'])
          expect(words.slice(-2)).toEqual(['from', 't'])
          expect(words.filter((word) => !/^(['`].*['`]|_CAST|NULL|[(),])$/s.test(word))).toEqual([
            'select',
            'from',
            't',
          ])
        },
      ),
    )
  })
})
