import type { GroupFilter } from '@roentgen/filter'
import { isObject, type JsonValue, type Micros } from '@roentgen/trace'

/**
 * What a group meant for a while. It applies to traces whose `key_time` lies in [from, until), so membership is a function
 * of the trace and of these, whoever computes it and whenever.
 */
export interface GroupVersion {
  /** Names it in summaries; never given twice. 1 or more. */
  readonly id: number
  /** Its name and its filter, as they were then. */
  readonly group: GroupFilter
  /** The groups that its filter names, directly or not, as they were then. */
  readonly uses: readonly GroupFilter[]
  readonly from: Micros
  /** undefined: it holds. */
  readonly until: Micros | undefined
}

/** As it is stored, under its id. */
export function groupVersionText({ group, uses, from, until }: GroupVersion): string {
  return JSON.stringify({ group, uses, from, until })
}

/** The version that a stored text says; undefined for a text that is none. */
export function groupVersionOf(name: string, text: string): GroupVersion | undefined {
  const id = Number(name)
  const value = parsed(text)
  if (!Number.isInteger(id) || id < 1 || !isObject(value)) return undefined
  const group = filterOf(value.group)
  const from = microsOf(value.from)
  if (group === undefined || from === undefined) return undefined
  const uses = Array.isArray(value.uses) ? value.uses.flatMap((one) => filterOf(one) ?? []) : []
  return { id, group, uses, from, until: microsOf(value.until) }
}

function filterOf(value: JsonValue | undefined): GroupFilter | undefined {
  if (!isObject(value) || typeof value.name !== 'string' || typeof value.arn !== 'string') return undefined
  const { name, arn, expression } = value
  return { name, arn, expression: typeof expression === 'string' ? expression : undefined }
}

function microsOf(value: JsonValue | undefined): Micros | undefined {
  return Number.isSafeInteger(value) ? (value as Micros) : undefined
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
