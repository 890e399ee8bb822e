import { Readable } from 'node:stream'
import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { wholeLines } from './backup/whole-lines.ts'
import { errors } from './errors.ts'

/** A running Roentgen, as these commands talk to it: the X-Ray API and /api/…, JSON both ways. */
export interface ServerClient {
  readonly url: URL
  /**
   * Posts a JSON body and gives the JSON object of the answer.
   * Waits and repeats on 429 and 503 for `patience` milliseconds. Throws CommandError.
   */
  post(path: string, body: JsonValue, patience?: number): Promise<JsonObject>
  /** The same with a body of our own. */
  send(path: string, body: Uint8Array, patience?: number): Promise<JsonObject>
  /** Gets a JSON object. Throws CommandError. */
  get(path: string): Promise<JsonObject>
  /** Posts a JSON body and gives the bytes of the answer as they come. */
  bytes(path: string, body: JsonValue): Promise<AsyncIterable<Uint8Array>>
  /**
   * Gets a stream of server-sent events as its bytes come. `lastEventId` goes on behind that event. Rejects, and breaks off,
   * when the signal is aborted.
   */
  stream(path: string, lastEventId: string | undefined, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  /** The same, of an answer with one JSON object a line, each given as it comes. */
  lines(path: string, body: JsonValue): AsyncGenerator<JsonObject>
}

const defaultUrl = 'http://127.0.0.1:2000'

/** @param url as given to --url; without it ROENTGEN_URL, then the default port of this machine */
export function connectTo(url: string | undefined, environment: NodeJS.ProcessEnv): ServerClient {
  const text = url ?? environment.ROENTGEN_URL ?? defaultUrl
  if (!URL.canParse(text)) throw errors.badOption('--url', text, `an address such as ${defaultUrl}`)
  const base = new URL(text)
  return {
    url: base,
    post: async (path, body, patience = 15_000) => {
      const response = await answerTo(base, path, JSON.stringify(body), patience)
      return parsed(base, path, response.status, await response.text())
    },
    send: async (path, body, patience = 15_000) => {
      const response = await answerTo(base, path, body, patience)
      return parsed(base, path, response.status, await response.text())
    },
    get: async (path) => {
      const response = await answerTo(base, path, undefined, 15_000)
      return parsed(base, path, response.status, await response.text())
    },
    bytes: async (path, body) => {
      const response = await answerTo(base, path, JSON.stringify(body), 15_000)
      if (!response.body) throw errors.notRoentgen(base.origin, path, response.status)
      return Readable.fromWeb(response.body)
    },
    stream: async (path, lastEventId, signal) => {
      const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
      const response = await answerTo(base, path, undefined, 15_000, { headers, signal })
      if (!response.body) throw errors.notRoentgen(base.origin, path, response.status)
      return Readable.fromWeb(response.body)
    },
    lines: async function* (path, body) {
      const response = await answerTo(base, path, JSON.stringify(body), 15_000)
      if (!response.body) throw errors.notRoentgen(base.origin, path, response.status)
      for await (const lines of wholeLines(Readable.fromWeb(response.body)))
        for (const line of lines.toString('utf8').split('\n'))
          if (line !== '') yield parsed(base, path, response.status, line)
    },
  }
}

/** The successful answer, its body not yet read. Without a body it is a GET. */
async function answerTo(
  base: URL,
  path: string,
  body: string | Uint8Array | undefined,
  patience: number,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  const deadline = Date.now() + patience
  for (let pause = 50; ; pause = Math.min(1000, pause * 2)) {
    const response = await fetch(new URL(path, base), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...options.headers },
      ...(options.signal && { signal: options.signal }),
      ...(body !== undefined && { body }),
    }).catch((cause: unknown) => {
      throw errors.unreachable(base.origin, wordsOf(cause))
    })
    if (response.ok) return response
    const text = await response.text()
    if (response.status !== 429 && response.status !== 503) {
      const answer = parsed(base, path, response.status, text)
      throw errors.refused(path, response.status, String(answer.Message ?? answer.message ?? text))
    }
    if (Date.now() + pause > deadline) throw errors.busy(path, patience / 1000)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

function parsed(base: URL, path: string, status: number, text: string): JsonObject {
  try {
    const value: JsonValue = text === '' ? {} : JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Falls through: no JSON is another program's answer.
  }
  throw errors.notRoentgen(base.origin, path, status)
}

/** fetch hides the reason in `cause`. */
function wordsOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code
  return inner instanceof Error ? inner.message : String(inner)
}
