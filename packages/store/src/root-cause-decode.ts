import type { RootCause, RootCauseEntity, RootCauseException, RootCauseService } from '@roentgen/trace'
import type { Cells } from './cells.ts'
import { causeBit } from './summary-flags.ts'

/** Builds the trees again that root-cause-encode.ts flattened, innermost first. */
export function decodeRootCauses(cells: Cells): RootCause[] {
  const causeFlags = cells.numbers()
  const causeServices = cells.numbers()

  const serviceFlags = cells.numbers()
  cells.numbers()
  const serviceNames = cells.texts()
  const serviceTypes = cells.texts()
  const serviceAccounts = cells.texts()
  const serviceEntities = cells.numbers()

  const entityFlags = cells.numbers()
  cells.numbers()
  const entityNames = cells.texts()
  const entityCoverages = cells.numbersOrNull()
  const entityExceptions = cells.numbers()

  cells.numbers()
  cells.numbers()
  const exceptionNames = cells.texts()
  const exceptionMessages = cells.texts()

  const exceptions: RootCauseException[] = exceptionNames.map((name, i) => ({
    name,
    message: exceptionMessages[i] ?? '',
  }))
  const exceptionsOf = dealt(exceptions)
  const entities: RootCauseEntity[] = entityNames.map((name, i) => ({
    name,
    remote: ((entityFlags[i] ?? 0) & causeBit.remote) !== 0,
    exceptions: exceptionsOf(entityExceptions[i] ?? 0),
    coverage: entityCoverages[i] ?? undefined,
  }))
  const entitiesOf = dealt(entities)
  const services: RootCauseService[] = serviceNames.map((name, i) => ({
    entity: { name, type: serviceTypes[i] ?? '', account: serviceAccounts[i] ?? '' },
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
