import type { RootCause, RootCauseEntity } from './summary.ts'

/**
 * For tests: a root cause in one line. `shop[shop cart!] > Products*[Products!{Error: no}=0.4] (handled)`: services
 * with their entities, `*` inferred, `!` remote, exceptions in braces, then the coverage.
 */
export function causeText({ services, clientImpacting }: RootCause): string {
  const path = services.map(
    ({ entity, inferred, path }) => `${entity.name}${inferred ? '*' : ''}[${path.map(entityText).join(' ')}]`,
  )
  return `${path.join(' > ')}${clientImpacting ? '' : ' (handled)'}`
}

function entityText({ name, remote, exceptions, coverage }: RootCauseEntity): string {
  const thrown = exceptions.length === 0 ? '' : `{${exceptions.map((e) => `${e.name}: ${e.message}`).join(', ')}}`
  return `${name}${remote ? '!' : ''}${thrown}${coverage === undefined ? '' : `=${coverage}`}`
}
