import { describe, expect, test } from 'vitest'
import { outputFormat, readStatement } from './statement.ts'

describe('a statement', () => {
  test.each([
    { text: 'select 1', reads: true },
    { text: 'with 1 as x select x;', reads: true },
    { text: '(select 1) union all (select 2)', reads: true },
    { text: "select ';' -- ; \n", reads: true },
    { text: 'create table t (a UInt8) engine = Memory', reads: false },
    { text: 'insert into t select 1', reads: false },
    { text: 'insert into t (a) (select 1)', reads: false },
    { text: 'insert into t (a) with 1 as x select x', reads: false },
    { text: "insert into function file('a.tsv') select 1", reads: false },
  ])('without data goes to the engine: $text', ({ text, reads }) => {
    const statement = readStatement(text)
    expect(statement).toMatchObject({ kind: 'plain', reads })
    expect(statement.kind === 'plain' && statement.text.endsWith(';')).toBe(false)
  })

  test.each([
    { text: 'insert into t format TSV', table: ['t'], columns: { kind: 'all' }, format: 'TSV', data: '' },
    {
      text: 'INSERT INTO d.`t` (a, b.c, `d`) FORMAT JSONEachRow\n{"a":1}\n\ndrop table x',
      table: ['d', '`t`'],
      columns: { kind: 'listed', names: [['a'], ['b', 'c'], ['`d`']] },
      format: 'JSONEachRow',
      data: '{"a":1}\n\ndrop table x',
    },
    {
      text: 'insert into table t (* except (a)) values (1), (2)',
      table: ['t'],
      columns: { kind: 'except', names: [['a']] },
      format: 'Values',
      data: ' (1), (2)',
    },
    {
      text: 'insert into t (* except a) settings max_threads = 1 format CSV\n1',
      table: ['t'],
      columns: { kind: 'except', names: [['a']] },
      format: 'CSV',
      data: '1',
    },
    { text: 'insert into t (*) format CSV 1', table: ['t'], columns: { kind: 'all' }, format: 'CSV', data: '1' },
    {
      text: "insert into t (format, values) format TSV\nit's; not sql '\n",
      table: ['t'],
      columns: { kind: 'listed', names: [['format'], ['values']] },
      format: 'TSV',
      data: "it's; not sql '\n",
    },
  ])('with data is taken apart: $text', ({ text, table, columns, format, data }) => {
    const statement = readStatement(text)
    expect(statement).toMatchObject({ kind: 'insert', table, columns, format })
    expect(statement.kind === 'insert' && text.slice(statement.dataAt)).toBe(data)
  })

  test.each([
    { text: '', why: 'Empty query' },
    { text: '-- nothing', why: 'Empty query' },
    { text: ';', why: 'Empty query' },
    { text: 'select 1; drop table t', why: 'Multi-statements' },
    { text: "select '\0'", why: 'NUL' },
    { text: 'insert into t', why: 'neither SELECT nor FORMAT' },
    { text: 'insert into t (a', why: 'neither SELECT nor FORMAT' },
    { text: 'insert into t (a) format', why: 'FORMAT without a name' },
    { text: "insert into t (columns('x')) format TSV", why: 'column list' },
    { text: "insert into function null('a UInt8') format TSV", why: 'table function' },
    { text: "insert into t select x from input('x String') format TSV\n1", why: 'loses data' },
  ])('is refused: $text', ({ text, why }) => {
    expect(() => readStatement(text)).toThrow(why)
  })

  test('names the format of its answer', () => {
    const formatOf = (text: string) => {
      const statement = readStatement(text)
      return statement.kind === 'plain' ? outputFormat(statement.words) : undefined
    }
    expect(formatOf('select 1 format JSONEachRow')).toBe('JSONEachRow')
    expect(formatOf('select 1 format JSON settings max_threads = 1')).toBe('JSON')
    expect(formatOf("select 'format JSON'")).toBeUndefined()
  })
})
