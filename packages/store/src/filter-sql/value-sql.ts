import type { ValueTest } from '@roentgen/filter'
import type { KeywordColumn } from '../keyword-columns.ts'
import type { Bound } from './bound.ts'

/** Whether the value of a keyword passes: 0 or 1, and 0 where it is absent. `sql` is the value. */
export function valueSql(bound: Bound, type: KeywordColumn['type'], sql: string, test: ValueTest): string {
  switch (test.type) {
    case 'set':
      return type === 'bool' ? sql : `isNotNull(${sql})`
    case 'boolean':
      return test.value ? sql : `not (${sql})`
    case 'number':
      return presence(`${sql} ${test.operator} ${type === 'µs' ? bound.micros(test.value) : bound.number(test.value)}`)
    case 'text':
      return presence(textSql(sql, test.operator, bound.text(test.value)))
  }
}

/** null means that the value is absent, which passes nothing; `not` would leave it null. */
function presence(sql: string): string {
  return `ifNull(${sql}, 0)`
}

export function textSql(sql: string, operator: (ValueTest & { type: 'text' })['operator'], literal: string): string {
  switch (operator) {
    case '=':
    case '!=':
      return `${sql} ${operator} ${literal}`
    case 'CONTAINS':
      return `position(${sql}, ${literal}) > 0`
    case 'BEGINSWITH':
      return `startsWith(${sql}, ${literal})`
    case 'ENDSWITH':
      return `endsWith(${sql}, ${literal})`
  }
}
