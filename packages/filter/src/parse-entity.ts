import { filterError } from './errors.ts'
import { described, type Reading } from './reading.ts'
import type { EntityPattern } from './selector.ts'

/** After the word `service`: nothing, `()` or `(entity)`. */
export function serviceEntity(reading: Reading): EntityPattern {
  // `service` and `service()` stand for any.
  if (!reading.skip('(') || reading.skip(')')) return {}
  const entity = entityOf(reading)
  reading.expect(')')
  return entity
}

/** After the word `edge`: nothing, `()` or `(entity, entity)`. */
export function edgeEntities(reading: Reading): { from: EntityPattern; to: EntityPattern } {
  if (!reading.skip('(') || reading.skip(')')) return { from: {}, to: {} }
  const from = entityOf(reading)
  reading.expect(',')
  const to = entityOf(reading)
  reading.expect(')')
  return { from, to }
}

function entityOf(reading: Reading): EntityPattern {
  reading.may({ kind: 'entity' })
  if (reading.next.kind === 'string') return { name: reading.take().text }
  if (reading.word === 'id') return idOf(reading)
  throw reading.unexpected('a name in double quotes or id(…)')
}

const parts: Readonly<Record<string, keyof EntityPattern>> = { name: 'name', type: 'type', 'account.id': 'account' }

/** `id(name: "n", type: "t", account.id: "a")`, one part or more. */
export function idOf(reading: Reading): EntityPattern {
  const pattern: { -readonly [Part in keyof EntityPattern]: EntityPattern[Part] } = {}
  reading.take()
  reading.expect('(')
  do {
    reading.may({ kind: 'part' })
    const word = reading.next
    if (word.kind !== 'word') throw reading.unexpected('name, type or account.id')
    const key = word.text.toLowerCase()
    const part = Object.hasOwn(parts, key) ? parts[key] : undefined
    if (part === undefined) throw filterError('unknownPart', word.at, described(word))
    if (pattern[part] !== undefined) throw filterError('repeatedPart', word.at, described(word))
    reading.take()
    reading.expect(':')
    reading.may({ kind: 'part value', part })
    if (reading.next.kind !== 'string') throw reading.unexpected('a value in double quotes')
    pattern[part] = reading.take().text
  } while (reading.skip(','))
  reading.expect(')')
  return pattern
}
