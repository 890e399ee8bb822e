import type { RootCause, RootCauseEntity, RootCauseException, RootCauseService } from '@roentgen/trace'
import type { KnownEntities } from './known-entities.ts'
import type { RowBinaryReader } from './row-binary-reader.ts'
import { causeBit } from './summary-flags.ts'

/** Builds the trees again that root-cause-encode.ts flattened, innermost first. */
export function decodeRootCauses(row: RowBinaryReader, known: KnownEntities): RootCause[] {
  const causeFlags = row.uint8s()
  const causeServices = row.uint32s()

  const serviceFlags = row.uint8s()
  row.uint32s()
  const serviceNames = row.strings()
  const serviceTypes = row.strings()
  const serviceAccounts = row.strings()
  const serviceEntities = row.uint32s()

  const entityFlags = row.uint8s()
  row.uint32s()
  const entityNames = row.strings()
  const entityCoverages = row.nullableFloat64s()
  const entityExceptions = row.uint32s()

  row.uint8s()
  row.uint32s()
  const exceptionNames = row.strings()
  const exceptionMessages = row.strings()

  const exceptions: RootCauseException[] = exceptionNames.map((name, i) => ({
    name,
    message: exceptionMessages[i] ?? '',
  }))
  const exceptionsOf = dealt(exceptions)
  const entities: RootCauseEntity[] = entityNames.map((name, i) => ({
    name,
    remote: ((entityFlags[i] ?? 0) & causeBit.remote) !== 0,
    exceptions: exceptionsOf(entityExceptions[i] ?? 0),
    coverage: entityCoverages[i],
  }))
  const entitiesOf = dealt(entities)
  const services: RootCauseService[] = serviceNames.map((name, i) => ({
    entity: known.of(name, serviceTypes[i] ?? '', serviceAccounts[i] ?? ''),
    inferred: ((serviceFlags[i] ?? 0) & causeBit.inferred) !== 0,
    path: entitiesOf(serviceEntities[i] ?? 0),
  }))
  const servicesOf = dealt(services)
  return causeFlags.map((flags, i) => ({
    kind: flags & causeBit.fault ? 'fault' : flags & causeBit.error ? 'error' : 'responsetime',
    clientImpacting: (flags & causeBit.clientImpacting) !== 0,
    services: servicesOf(causeServices[i] ?? 0),
  }))
}

/** Deals a list out in order, the next few at each call. */
function dealt<T>(all: readonly T[]): (count: number) => T[] {
  let at = 0
  return (count) => {
    at += count
    return all.slice(at - count, at)
  }
}
