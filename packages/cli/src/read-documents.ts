import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { isObject, type JsonValue } from '@roentgen/trace'
import { errors } from './errors.ts'

/**
 * The segment documents of a file, in its order, as JSON text. Reads what people have:
 * one document a line; a capture (one object a line with a `datagram` or a `document`); datagrams with their header
 * line; one document alone, over several lines; an array of any of these; a PutTraceSegments request.
 * One a line is read as it comes, the other forms are held in memory. A line alone that is not JSON is given as it is,
 * for the server to reject by name. Throws CommandError when the whole is none of these.
 * @param name of the file, for messages
 */
export async function* readDocuments(input: Readable, name: string): AsyncGenerator<string> {
  let lineByLine: boolean | undefined
  let held = ''
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = lineByLine === undefined ? line.replace(/^\ufeff/, '') : line
    if (text.trim() === '') continue
    // A first line that is JSON by itself makes it one a line: a pretty-printed document begins with a lone brace.
    lineByLine ??= parsed(text) !== undefined
    if (!lineByLine) held += `${text}\n`
    else yield* documentsIn(parsed(text), text)
  }
  if (lineByLine === undefined) throw errors.notDocuments(name, 'it is empty')
  if (lineByLine) return
  const whole = parsed(held)
  if (whole === undefined) throw errors.notDocuments(name, 'neither its first line nor the whole is JSON')
  yield* documentsIn(whole, held)
}

function* documentsIn(value: JsonValue | undefined, text: string): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[])
      yield* documentsIn(
        typeof item === 'string' ? parsed(item) : item,
        typeof item === 'string' ? item : JSON.stringify(item),
      )
  } else if (!isObject(value)) {
    yield text
  } else if (typeof value.datagram === 'string') {
    yield value.datagram.slice(value.datagram.indexOf('\n') + 1)
  } else if (value.document !== undefined && value.trace_id === undefined) {
    yield typeof value.document === 'string' ? value.document : JSON.stringify(value.document)
  } else if (Array.isArray(value.TraceSegmentDocuments)) {
    yield* documentsIn(value.TraceSegmentDocuments, text)
  } else if (!isDaemonHeader(value)) {
    yield text
  }
}

/** `{"format":"json","version":1}`, the line before each document in a datagram. */
function isDaemonHeader(value: { readonly [key: string]: JsonValue | undefined }): boolean {
  return value.format === 'json' && value.version === 1 && Object.keys(value).length === 2
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
