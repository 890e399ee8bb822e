import type { RootCause, RootCauseEntity, RootCauseException, RootCauseService } from '@roentgen/trace'
import type { NativeBlock } from './native-block.ts'
import { causeBit } from './summary-flags.ts'

/**
 * The columns `cause.*`, `cause_service.*`, `cause_entity.*` and `cause_exception.*`: four flat lists, each element with
 * its cause's kind and its position for filters, and the number of its children so that the tree can be built again.
 */
export function encodeRootCauses(row: NativeBlock, causes: readonly RootCause[]): void {
  const services: RootCauseService[] = []
  const entities: RootCauseEntity[] = []
  const exceptions: RootCauseException[] = []
  const places = { services: newPlaces(), entities: newPlaces(), exceptions: newPlaces() }
  for (const cause of causes) {
    const kind = causeBit[cause.kind]
    for (const service of cause.services) {
      services.push(service)
      add(places.services, kind | (service.inferred ? causeBit.inferred : 0))
      for (const entity of service.path) {
        entities.push(entity)
        add(places.entities, kind | (entity.remote ? causeBit.remote : 0))
        for (const exception of entity.exceptions) {
          exceptions.push(exception)
          add(places.exceptions, kind)
        }
      }
    }
    end(places.services)
    end(places.entities)
    end(places.exceptions)
  }

  row.list(causes.length)
  for (const { kind, clientImpacting } of causes)
    row.uint8(causeBit[kind] | (clientImpacting ? causeBit.clientImpacting : 0))
  row.list(causes.length)
  for (const cause of causes) row.uint32(cause.services.length)

  encodePlaces(row, places.services)
  row.list(services.length)
  for (const { entity } of services) row.string(entity.name)
  row.list(services.length)
  for (const { entity } of services) row.string(entity.type)
  row.list(services.length)
  for (const { entity } of services) row.string(entity.account)
  row.list(services.length)
  for (const { path } of services) row.uint32(path.length)

  encodePlaces(row, places.entities)
  row.list(entities.length)
  for (const { name } of entities) row.string(name)
  row.list(entities.length)
  for (const { coverage } of entities) row.nullableFloat64(coverage)
  row.list(entities.length)
  for (const { exceptions: own } of entities) row.uint32(own.length)

  encodePlaces(row, places.exceptions)
  row.list(exceptions.length)
  for (const { name } of exceptions) row.string(name)
  row.list(exceptions.length)
  for (const { message } of exceptions) row.string(message)
}

/** The columns `flags` and `index` of one flat list; `index` counts from 0 in each cause. */
interface Places {
  readonly flags: number[]
  readonly index: number[]
  /** Where the present cause begins. */
  begin: number
}

function newPlaces(): Places {
  return { flags: [], index: [], begin: 0 }
}

function add(places: Places, flags: number): void {
  places.index.push(places.flags.length - places.begin)
  places.flags.push(flags)
}

/** Ends a cause: its last element is marked. */
function end(places: Places): void {
  const at = places.flags.length - 1
  if (at >= places.begin) places.flags[at] = (places.flags[at] ?? 0) | causeBit.last
  places.begin = at + 1
}

function encodePlaces(row: NativeBlock, { flags, index }: Places): void {
  row.list(flags.length)
  for (const bits of flags) row.uint8(bits)
  row.list(index.length)
  for (const position of index) row.uint32(position)
}
