import { isObject, type JsonObject, type JsonValue, type Micros, microsFromSeconds } from '@roentgen/trace'

/**
 * The documents with all their times moved by one span, so that the latest of them is `now` and distances stay.
 * Ids stay too: trace ids may be named in other files, and no question depends on the time inside an id.
 */
export function moveToNow(documents: readonly string[], now: Micros): string[] {
  const parsed = documents.map((text) => ({ text, value: objectIn(text) }))
  let latest = Number.NEGATIVE_INFINITY
  for (const { value } of parsed) if (value) latest = Math.max(latest, latestTime(value))
  if (latest === Number.NEGATIVE_INFINITY) return [...documents]
  return parsed.map(({ text, value }) => (value ? JSON.stringify(moved(value, now - latest)) : text))
}

const timeFields = ['start_time', 'end_time']

function latestTime(span: JsonObject): number {
  const own = timeFields.map((field) => microsOf(span[field])).filter((time) => time !== undefined)
  return Math.max(Number.NEGATIVE_INFINITY, ...own, ...childrenOf(span).map(latestTime))
}

function moved(span: JsonObject, by: number): JsonObject {
  const result: { [key: string]: JsonValue | undefined } = { ...span }
  for (const field of timeFields) {
    const time = microsOf(span[field])
    if (time !== undefined) result[field] = (time + by) / 1e6
  }
  if (Array.isArray(span.subsegments))
    result.subsegments = (span.subsegments as readonly JsonValue[]).map((child) =>
      isObject(child) ? moved(child, by) : child,
    )
  return result
}

function childrenOf(span: JsonObject): readonly JsonObject[] {
  return Array.isArray(span.subsegments)
    ? (span.subsegments as readonly JsonValue[]).filter((child) => isObject(child))
    : []
}

function microsOf(value: JsonValue | undefined): Micros | undefined {
  return typeof value === 'number' ? microsFromSeconds(value) : undefined
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
