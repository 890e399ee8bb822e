import type { RootCause } from '@roentgen/trace'
import type { RowBinary } from './row-binary.ts'
import { causeBit } from './summary-flags.ts'

interface FlatElement {
  readonly flags: number
  /** Position in the whole cause, from 0. */
  readonly index: number
}

/**
 * The columns `cause.*`, `cause_service.*`, `cause_entity.*` and `cause_exception.*`: four flat lists, each element with
 * its cause's kind and its position for filters, and the number of its children so that the tree can be built again.
 */
export function encodeRootCauses(row: RowBinary, causes: readonly RootCause[]): void {
  const services: (FlatElement & { name: string; type: string; account: string; children: number })[] = []
  const entities: (FlatElement & { name: string; coverage: number | undefined; children: number })[] = []
  const exceptions: (FlatElement & { name: string; message: string })[] = []
  for (const cause of causes) {
    const kind = causeBit[cause.kind]
    const path = cause.services.flatMap((service) => service.path)
    const thrown = path.flatMap((entity) => entity.exceptions)
    const flagsAt = (index: number, all: readonly unknown[]) => kind | (index === all.length - 1 ? causeBit.last : 0)
    cause.services.forEach(({ entity, inferred, path: own }, index) => {
      const flags = flagsAt(index, cause.services) | (inferred ? causeBit.inferred : 0)
      services.push({ ...entity, flags, index, children: own.length })
    })
    path.forEach(({ name, remote, coverage, exceptions: own }, index) => {
      const flags = flagsAt(index, path) | (remote ? causeBit.remote : 0)
      entities.push({ name, flags, index, coverage, children: own.length })
    })
    thrown.forEach(({ name, message }, index) => {
      exceptions.push({ name, message, flags: flagsAt(index, thrown), index })
    })
  }

  row.varint(causes.length)
  for (const { kind, clientImpacting } of causes)
    row.uint8(causeBit[kind] | (clientImpacting ? causeBit.clientImpacting : 0))
  row.varint(causes.length)
  for (const cause of causes) row.uint32(cause.services.length)

  encodePlaces(row, services)
  encodeNames(row, services)
  row.varint(services.length)
  for (const { type } of services) row.string(type)
  row.varint(services.length)
  for (const { account } of services) row.string(account)
  row.varint(services.length)
  for (const { children } of services) row.uint32(children)

  encodePlaces(row, entities)
  encodeNames(row, entities)
  row.varint(entities.length)
  for (const { coverage } of entities) row.nullableFloat64(coverage)
  row.varint(entities.length)
  for (const { children } of entities) row.uint32(children)

  encodePlaces(row, exceptions)
  encodeNames(row, exceptions)
  row.varint(exceptions.length)
  for (const { message } of exceptions) row.string(message)
}

function encodePlaces(row: RowBinary, elements: readonly FlatElement[]): void {
  row.varint(elements.length)
  for (const { flags } of elements) row.uint8(flags)
  row.varint(elements.length)
  for (const { index } of elements) row.uint32(index)
}

function encodeNames(row: RowBinary, elements: readonly { readonly name: string }[]): void {
  row.varint(elements.length)
  for (const { name } of elements) row.string(name)
}
