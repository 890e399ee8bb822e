import { createHash } from 'node:crypto'
import type { Entity } from '@roentgen/trace'

const keys = new WeakMap<Entity, string>()

/** The text that is the same for the same entity and for no other. */
export function entityKey(entity: Entity): string {
  let key = keys.get(entity)
  if (key === undefined) {
    key = JSON.stringify([entity.name, entity.type, entity.account])
    keys.set(entity, key)
  }
  return key
}

/** The numbers of keys that were asked for: maps name the same services again and again. */
const numbers = new Map<string, number>()
const mostNumbers = 20_000

function numberOf(key: string): number {
  let number = numbers.get(key)
  if (number === undefined) {
    number = createHash('sha256').update(key).digest().readUInt32BE(0) & 0x7fff_ffff
    if (numbers.size >= mostNumbers) numbers.clear()
    numbers.set(key, number)
  }
  return number
}

/**
 * X-Ray's ReferenceId of each entity: an int32 made from name, type and account, so that two answers and two pages
 * agree. The rare two entities of one number are told apart in the order of their keys.
 */
export function referenceIds(entities: readonly Entity[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>()
  const taken = new Set<number>()
  for (const key of [...new Set(entities.map(entityKey))].toSorted()) {
    let id = numberOf(key)
    while (taken.has(id)) id = (id + 1) & 0x7fff_ffff
    taken.add(id)
    ids.set(key, id)
  }
  return ids
}
