import { allOf, FilterError, notThat, parse, print, termsOf } from '@roentgen/filter'

/** A condition of a filter that can be taken away. */
export interface FilterTag {
  readonly text: string
  /** The filter without it. */
  readonly without: string
}

/** The tags of a filter; of one that cannot be read, the whole of it. */
export function tagsOf(filter: string): readonly FilterTag[] {
  if (filter.trim() === '') return []
  const terms = read(filter)
  if (terms === undefined) return [{ text: filter, without: '' }]
  return terms.map((term, at) => ({ text: print(term), without: written(terms.filter((_, other) => other !== at)) }))
}

/** The traces that fit all of these filters. What excludes a new condition, or it, gives way to it. */
export function withFilter(filter: string, more: string): string {
  const [terms, added] = [termsRead(filter), termsRead(more)]
  if (terms === undefined || added === undefined) return inBrackets(filter, more)
  const opposites = new Set(added.map((term) => print(notThat(term))))
  return written([...terms.filter((term) => !opposites.has(print(term))), ...added])
}

/** The traces that fit the filter, but not the other. */
export function withoutFilter(filter: string, other: string): string {
  const excluded = termsRead(other)
  if (excluded === undefined) return inBrackets(filter, `!(${other})`)
  const whole = allOf(excluded)
  return whole === undefined ? filter : withFilter(filter, print(notThat(whole)))
}

function termsRead(filter: string): ReturnType<typeof termsOf> | undefined {
  return filter.trim() === '' ? [] : read(filter)
}

function read(filter: string): ReturnType<typeof termsOf> | undefined {
  try {
    return termsOf(parse(filter))
  } catch (error) {
    if (error instanceof FilterError) return undefined
    throw error
  }
}

function written(terms: ReturnType<typeof termsOf>): string {
  const whole = allOf(terms)
  return whole === undefined ? '' : print(whole)
}

/** Of texts that nobody could read: the server says what is wrong with them. */
function inBrackets(...filters: readonly string[]): string {
  return filters
    .filter((filter) => filter.trim() !== '')
    .map((filter) => `(${filter})`)
    .join(' AND ')
}
