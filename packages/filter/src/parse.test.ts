import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { FilterError } from './errors.ts'
import { arbitraryExpression, withoutPositions } from './fixtures/arbitrary-expression.ts'
import { caseGroups, filterCases } from './fixtures/cases.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'

function refusal(expression: string, limits: Parameters<typeof parse>[1] = {}): FilterError {
  try {
    check(parse(expression, limits), { groups: caseGroups })
  } catch (error) {
    if (error instanceof FilterError) return error
    throw error
  }
  throw new Error(`${expression} was accepted`)
}

describe('an expression', () => {
  test('is a tree whose parts know where they stand', () => {
    expect(parse('ok !partial')).toEqual({
      kind: 'and',
      terms: [
        { kind: 'test', subject: { kind: 'keyword', keyword: 'ok' }, at: { start: 0, end: 2 } },
        {
          kind: 'not',
          term: { kind: 'test', subject: { kind: 'keyword', keyword: 'partial' }, at: { start: 4, end: 11 } },
          at: { start: 3, end: 11 },
        },
      ],
      at: { start: 0, end: 11 },
    })
  })

  test('is printed so that it reads the same again', () => {
    fc.assert(
      fc.property(arbitraryExpression(), (expression) => {
        const text = print(expression)
        const again = parse(text, { length: 1e6 })
        expect(withoutPositions(again)).toEqual(withoutPositions(expression))
        check(again)
      }),
      { numRuns: 500 },
    )
  })

  test.each(filterCases.filter(({ traces }) => traces !== undefined))(
    '$expression reads the same when printed',
    ({ expression }) => {
      const tree = parse(expression)
      expect(withoutPositions(parse(print(tree)))).toEqual(withoutPositions(tree))
    },
  )

  test('is read, or refused at a position inside it, whatever it is', () => {
    const piece = fc.constantFrom(
      ...['ok', 'http.url', 'responsetime', 'service', 'edge', 'id', 'annotation', 'annotation.a', '[a]', '["a"]', '['],
      ...[
        'rootcause.fault.entity',
        'rootcause.json',
        '#[',
        '#[{}]',
        'group.name',
        'AND',
        'OR',
        '!',
        '(',
        ')',
        '{',
        '}',
      ],
      ...[
        '=',
        '!=',
        '<',
        'CONTAINS',
        '"',
        '"a"',
        '\\',
        '1',
        '-.5e3',
        'true',
        'name',
        ':',
        ',',
        ' ',
        'source.annotation',
      ],
    )
    const any = fc
      .array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string({ unit: 'binary', maxLength: 3 })))
      .map((all) => all.join(' '))
    fc.assert(
      fc.property(any, (expression) => {
        try {
          check(parse(expression), { groups: caseGroups })
        } catch (error) {
          if (!(error instanceof FilterError)) throw error
          expect(error.at.start).toBeGreaterThanOrEqual(0)
          expect(error.at.start).toBeLessThanOrEqual(error.at.end)
          expect(error.at.end).toBeLessThanOrEqual(expression.length)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('an expression that means nothing is refused', () => {
  const cases: [expression: string, position: number, sentence: string][] = [
    ['', 1, 'The expression is empty. Leave it out to ask for everything.'],
    [' \n ', 1, 'The expression is empty'],
    [
      'responsetime CONTAINS "5"',
      23,
      '`responsetime` is a number of seconds: use =, !=, <, <=, > or >=, not CONTAINS.',
    ],
    ['http.url > "a"', 12, '`http.url` is a text: use =, !=, CONTAINS, BEGINSWITH or ENDSWITH, not >.'],
    ['ok > true', 6, '`ok` is true or false: use = or !=, not >.'],
    ['ok = "true"', 6, '`ok` is true or false: compare it with true or false, not with "true".'],
    ['http.status = "200"', 15, '`http.status` is a number: compare it with a number, not with "200".'],
    ['responsetime > slow', 16, 'compare it with a number, not with "slow"'],
    ['http.method = 5', 15, '`http.method` is a text: compare it with a text in double quotes, not with 5.'],
    ['responsetime > 5s', 16, '5s is no number. Numbers are written without a unit (times are seconds)'],
    ['responsetime > 1e999', 16, '1e999 is larger than any number'],
    ['fautl', 1, 'fautl is no keyword; did you mean fault?'],
    ['ok AND status = 200', 8, 'status is no keyword; did you mean http.status?'],
    ['xyzzy', 1, 'xyzzy is no keyword. Keywords are'],
    [
      'http.url LIKE "%a%"',
      10,
      'LIKE is no operator. Operators are =, !=, <, <=, >, >=, CONTAINS, BEGINSWITH and ENDSWITH.',
    ],
    ['http.url "a"', 10, 'Found the string "a" where an operator such as = or CONTAINS should stand.'],
    ['http.url == "a"', 11, 'Found = where a value should stand.'],
    ['http.url =', 11, 'Found the end where a value should stand.'],
    ['user = AND ok', 8, 'Found AND where a value should stand.'],
    ['ok AND', 7, 'Found the end where a condition should stand.'],
    ['OR ok', 1, 'Found OR where a condition should stand.'],
    ['(ok', 4, 'Found the end where ")" should stand.'],
    ['ok)', 3, 'Found ) where AND, OR, a condition or the end should stand.'],
    ['service("a") { fault', 21, 'Found the end where "}" should stand.'],
    ['service("a") { }', 16, 'Found } where a condition should stand.'],
    ['service(a)', 9, 'Found a where a name in double quotes or id(…) should stand.'],
    ['edge("a")', 9, 'Found ) where "," should stand.'],
    ['service(id(nme: "a"))', 12, 'An id has no nme. Its parts are name, type and account.id.'],
    ['user = "bob', 8, 'This string has no end.'],
    ["user = 'bob'", 8, '"\'" has no meaning here. Put values in double quotes.'],
    ['user = test-1', 12, 'Found -1 where'],
    ['annotation = "a"', 12, 'Found = where [key] or .key of the annotation should stand.'],
    ['annotation. = "a"', 1, 'This annotation has no key.'],
    ['annotation[ ]', 11, 'This annotation has no key.'],
    ['annotation[a', 11, 'This annotation key has no end.'],
    ['annotation.request-id = "a"', 19, '"-" has no meaning here.'],
    ['annotation.a < "x"', 16, '< compares with a number, not with "x".'],
    ['annotation.a CONTAINS 5', 23, 'CONTAINS compares with a text in double quotes, not with 5.'],
    ['annotation.a < true', 16, '< compares with a number, not with true.'],
    ['root', 1, '`root` has no meaning outside of braces. It stands inside service { }.'],
    [
      'service { coverage > 1 }',
      11,
      '`coverage` has no meaning inside service { }. It stands inside rootcause.responsetime.entity { }.',
    ],
    ['rootcause.fault.entity { coverage > 1 }', 26, 'It stands inside rootcause.responsetime.entity { }.'],
    ['rootcause.fault.entity { message = "a" }', 26, 'It stands inside rootcause.….exception { }.'],
    ['edge { annotation.a }', 8, 'It stands inside edge { } as source.annotation or destination.annotation.'],
    ['source.annotation.a', 1, '`source.annotation` has no meaning outside of braces. It stands inside edge { }.'],
    [
      'edge { user = "a" }',
      8,
      '`user` has no meaning inside edge { }. It stands outside of braces or inside service { }.',
    ],
    ['service { service("a") }', 11, '`service()` has no meaning inside of braces. It stands outside of all braces.'],
    ['service { group.name = "TestGroup" }', 11, '`group.name` has no meaning inside of braces.'],
    ['rootcause.fault.service { rootcause.json = #[{}] }', 27, '`rootcause.json` has no meaning inside of braces.'],
    ['rootcause.throttle.service', 1, 'rootcause.throttle.service is no root cause. Write rootcause.fault'],
    ['rootcause', 1, 'rootcause is no root cause.'],
    ['rootcause.responsetime.exception', 1, 'Response time has no exceptions.'],
    ['rootcause.json = "{}"', 18, 'Found the string "{}" where #[{ … }] should stand.'],
    ['rootcause.json = #[{]', 18, 'This JSON has no end.'],
    ['rootcause.json = #[{"a"}]', 18, 'This is no JSON object'],
    ['rootcause.json = #[5]', 18, 'The JSON of this root cause must be an object.'],
    [
      'rootcause.json = #[{"services":[]}]',
      18,
      '"services" in The JSON of this root cause must be one of ClientImpacting, Services, or left out.',
    ],
    ['rootcause.json = #[{"Services":[{"Name":5}]}]', 18, 'Name in Services[0] of this root cause must be a string.'],
    ['rootcause.json = #[{"__proto__":{}}]', 18, '"__proto__" in The JSON'],
    ['#fault', 1, '"#" has no meaning here.'],
    ['group.name = "nobody"', 14, 'There is no group "nobody".'],
    ['group.name > "TestGroup"', 1, '`group.name` is a group: use = or !=, not >.'],
    ['group.name = 5', 14, '`group.name` is a group: compare it with its name in double quotes, not with 5.'],
    ['1-5759e988-bd862e3fe1be46a994272793', 1, 'This is a trace id, not a filter'],
  ]
  test.each(cases)('%s at position %d: %s', (expression, position, sentence) => {
    const { at, message } = refusal(expression)
    expect([at.start + 1, message]).toEqual([position, expect.stringContaining(sentence)])
    expect(message).toContain(`At position ${position}: `)
  })

  const hostile: [what: string, expression: string, code: string, limits?: { length: number }][] = [
    ['10 MB', 'ok '.repeat(3_500_000), 'tooLong'],
    ['10,000 brackets', '('.repeat(10_000), 'tooLong'],
    ['10,000 brackets where they fit', '('.repeat(10_000), 'tooDeep', { length: 1e7 }],
    ['10,000 negations', `${'!'.repeat(10_000)}ok`, 'tooDeep', { length: 1e7 }],
    ['10,000 lists in JSON', `rootcause.json = #[{"Services":${'['.repeat(10_000)}`, 'unclosedJson', { length: 1e7 }],
    ['4,000 quotes', `${'"'.repeat(4_002)}`, 'unexpected'],
    ['4,000 backslashes', `user = "${'\\'.repeat(4_001)}`, 'unclosedString'],
    ['4,000 brackets of keys', 'annotation'.concat('['.repeat(4_000)), 'unclosedKey'],
  ]
  test.each(hostile)('within 50 ms of CPU: %s', (_, expression, code, limits = { length: 4_096 }) => {
    const cost = () => {
      const before = process.cpuUsage()
      expect(refusal(expression, limits).code).toBe(code)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    }
    // The least of three: a collection of garbage or a compilation may fall into any one of them.
    expect(Math.min(cost(), cost(), cost())).toBeLessThan(50)
  })
})

describe('groups in expressions', () => {
  const group = (name: string, expression: string | undefined) => ({ name, arn: `arn:${name}`, expression })
  const meant = (expression: string, groups: ReturnType<typeof group>[]) => check(parse(expression), { groups })

  test('are their own conditions, also in one another', () => {
    const groups = [group('a', 'group.name = "b" fault'), group('b', 'ok'), group('Default', undefined)]
    expect(meant('group.name = "a"', groups)).toEqual(meant('ok fault', []))
    expect(meant('group.arn = "arn:b"', groups)).toEqual(meant('ok', []))
    expect(meant('group.name = "Default"', groups)).toEqual({ kind: 'and', terms: [] })
  })

  test.each([
    ['group.name = "a"', [group('a', 'group.name = "a"')], 'The group "a" would be part of itself ("a" uses "a").'],
    [
      'ok group.name = "a"',
      [group('a', '!group.name = "b"'), group('b', 'fault OR group.arn = "arn:a"')],
      'The group "a" would be part of itself ("a" uses "b" uses "a").',
    ],
    ['group.name = "a"', [group('a', 'fautl')], 'The filter of the group "a" has no meaning. fautl is no keyword'],
    ['group.name = "a"', [group('a', 'group.name = "b"')], 'There is no group "b"'],
  ])('%s of %j is refused', (expression, groups, sentence) => {
    expect(() => meant(expression, groups)).toThrow(sentence)
  })

  test('may be longer than an expression may be by default: who made the group had the say', () => {
    const long = `ok${' fault'.repeat(1_000)}`
    expect(meant('group.name = "a"', [group('a', long)])).toEqual(check(parse(long, { length: long.length })))
  })

  test('cannot grow without end', () => {
    const groups = Array.from({ length: 20 }, (_, i) =>
      group(`g${i}`, i === 0 ? 'ok' : `group.name = "g${i - 1}" group.name = "g${i - 1}"`),
    )
    const began = process.cpuUsage()
    expect(() => meant('group.name = "g19"', groups)).toThrow('more than 2000 conditions')
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(250)
  })
})
