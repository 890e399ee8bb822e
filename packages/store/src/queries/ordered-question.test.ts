import { expect, test } from 'vitest'
import { comparedSql } from './ordered-question.ts'

test.each([
  ['<', 5, '(response_time is null or response_time < {untilValue:Int64})'],
  ['<=', -1, '(response_time is null or response_time <= {untilValue:Int64})'],
  ['<', -1, 'response_time < {untilValue:Int64}'],
  ['=', -1, '(response_time is null or response_time = {untilValue:Int64})'],
  ['=', 5, 'response_time = {untilValue:Int64}'],
  ['>', 5, 'response_time > {untilValue:Int64}'],
  ['>=', -1, '(response_time is null or response_time >= {untilValue:Int64})'],
] as const)('a trace without a response time stands at -1: %s %d', (comparison, value, sql) => {
  expect(comparedSql('responsetime', comparison, value)).toBe(sql)
})
