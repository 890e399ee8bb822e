import type { RootCause, RootCauseEntity, RootCauseException, RootCauseService } from '@roentgen/trace'
import type { CauseEntityPattern, CauseExceptionPattern, CausePattern, CauseServicePattern } from './cause-pattern.ts'

/** Whether a root cause, of any kind, has the structure that `rootcause.json` asks for. */
export function causeFits(pattern: CausePattern, cause: RootCause): boolean {
  return same(pattern.clientImpacting, cause.clientImpacting) && each(pattern.services, cause.services, serviceFits)
}

function serviceFits(pattern: CauseServicePattern, { entity, inferred, path }: RootCauseService): boolean {
  return (
    same(pattern.name, entity.name) &&
    same(pattern.type, entity.type) &&
    same(pattern.account, entity.account) &&
    same(pattern.inferred, inferred) &&
    each(pattern.path, path, entityFits)
  )
}

function entityFits(pattern: CauseEntityPattern, { name, remote, coverage, exceptions }: RootCauseEntity): boolean {
  return (
    same(pattern.name, name) &&
    same(pattern.remote, remote) &&
    same(pattern.coverage, coverage) &&
    each(pattern.exceptions, exceptions, exceptionFits)
  )
}

function exceptionFits(pattern: CauseExceptionPattern, { name, message }: RootCauseException): boolean {
  return same(pattern.name, name) && same(pattern.message, message)
}

function same<Value>(wanted: Value | undefined, value: Value): boolean {
  return wanted === undefined || wanted === value
}

function each<Pattern, Element>(
  patterns: readonly Pattern[] | undefined,
  elements: readonly Element[],
  fits: (pattern: Pattern, element: Element) => boolean,
): boolean {
  if (patterns === undefined) return true
  return (
    patterns.length === elements.length &&
    elements.every((element, i) => {
      const pattern = patterns[i]
      return pattern !== undefined && fits(pattern, element)
    })
  )
}
