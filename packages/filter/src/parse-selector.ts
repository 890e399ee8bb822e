import { filterError } from './errors.ts'
import { edgeEntities, idOf, serviceEntity } from './parse-entity.ts'
import { described, Reading } from './reading.ts'
import type { EntitySelector } from './selector.ts'

/** X-Ray's limit for an EntitySelectorExpression. */
const limits = { length: 500, depth: 1 }

/**
 * Reads an EntitySelectorExpression: `service("n")`, `service(id(…))`, `id(…)` or `edge(a, b)`, where a and b are a
 * string or an `id(…)`. Words in any case (filters.md sections 1 and 2). @throws FilterError
 */
export function parseSelector(expression: string): EntitySelector {
  const reading = new Reading(expression, limits)
  if (reading.isAtEnd) throw filterError('empty', { start: 0, end: expression.length })
  const selector = selectorOf(reading)
  if (!reading.isAtEnd) throw reading.unexpected('the end of the expression')
  return selector
}

function selectorOf(reading: Reading): EntitySelector {
  const { at } = reading.next
  switch (reading.word) {
    case 'id':
      return { kind: 'service', entity: idOf(reading), at: reading.since(at.start) }
    case 'service':
      reading.take()
      return { kind: 'service', entity: serviceEntity(reading), at: reading.since(at.start) }
    case 'edge':
      reading.take()
      return { kind: 'edge', ...edgeEntities(reading), at: reading.since(at.start) }
    default:
      throw filterError('notASelector', at, described(reading.next))
  }
}
