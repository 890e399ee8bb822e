export { FilterError, type FilterErrorName } from './errors.ts'
export { parseSelector } from './parse-selector.ts'
export type { EntityPattern, EntitySelector } from './selector.ts'
export type { Span } from './span.ts'
