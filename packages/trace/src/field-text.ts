import type { JsonValue } from './json.ts'

/** Longest strings that a digest keeps, in UTF-16 units (segments.md 2). The document keeps what was sent. */
export const longest = {
  name: 200,
  /** user, url, user agent, method, address, origin, ARN: "other strings" of segments.md 2.1. */
  text: 250,
  annotationKey: 500,
  annotationValue: 1000,
  exceptionMessage: 1000,
} as const

/** The string of a field, cut to its limit; undefined where the field is absent or no string. */
export function textOf(value: JsonValue | undefined, limit: number = longest.text): string | undefined {
  return typeof value === 'string' ? cut(value, limit) : undefined
}

/** The first `limit` units of a string, never half a surrogate pair. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit)
}

const half = /\p{Surrogate}/gu

/** With U+FFFD for each half of a surrogate pair: SDKs that cut strings leave such halves, and UTF-8 cannot hold them. */
export function wellFormed(text: string): string {
  return text.replace(half, '\ufffd')
}

const escapedHalf = /\\u[dD][89a-fA-F]/
// A whole pair, else a half, else any other escape: `\\ud83d` is a backslash and five letters.
const escapes = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(\\u[dD][89a-fA-F][\da-fA-F]{2})|\\./g

/** A JSON text with U+FFFD for each half of a surrogate pair that is written as an escape. */
function wellFormedEscapes(text: string): string {
  if (!escapedHalf.test(text)) return text
  return text.replace(escapes, (all, lone: string | undefined) => (lone === undefined ? all : '\ufffd'))
}

/** JSON.parse, with U+FFFD for each half of a surrogate pair that is written as an escape. */
export function parseJson(text: string): JsonValue {
  // A cheap search first: few documents have such an escape.
  return JSON.parse(text.includes('\\u') ? wellFormedEscapes(text) : text) as JsonValue
}
