import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { Problem } from '../wire/problem.ts'
import { type RawTrace, readReceived, readTraces } from '../wire/traces.ts'
import { readFile } from './documents-in-file.ts'
import type { Opened, ReaderCalls, ReaderQuestion, ReaderWord, Source } from './reader-calls.ts'
import type { Arrangement } from './row.ts'
import { TraceReader } from './trace-reader.ts'

// A trace of 20,000 segments is tens of megabytes: it is fetched, parsed and joined here, and the page gets rows.
let reader = new TraceReader([])
let received: () => Promise<readonly string[]> = async () => []

const answers: { [Name in keyof ReaderCalls]: (question: ReaderCalls[Name][0], number: number) => unknown } = {
  open: (source: Source, number) =>
    source.kind === 'server'
      ? openStored(source.id, (bytes) => say({ number, bytes }))
      : openFile(source.file, source.id),
  picture: (arrangement: Arrangement) => reader.picture(arrangement),
  details: (at: number) => reader.details(at),
  search: (text: string) => reader.search(text),
  operations: () => reader.operations(),
  documents: () => reader.documents(),
  received: async () => (await received()).map(parsed),
}

addEventListener('message', async ({ data }: MessageEvent<ReaderQuestion>) => {
  const { number, name, question } = data
  try {
    const answer = answers[name] as (question: unknown, number: number) => unknown
    say({ number, answer: await answer(question, number) })
  } catch (error) {
    const { code, message, status } = error instanceof Problem ? error : new Problem('Error', String(error))
    say({ number, problem: { code, message, status } })
  }
})

function say(word: ReaderWord): void {
  postMessage(word)
}

async function openStored(id: string, progress: (bytes: number) => void): Promise<Opened> {
  const [trace] = await readTraces([id], progress)
  reader = new TraceReader(trace === undefined ? [] : documentsOf(trace))
  received = async () => (trace === undefined ? [] : (await readReceived(trace.Id)).documents)
  return { id: trace?.Id, limitExceeded: trace?.LimitExceeded ?? false, ids: [], rejections: [] }
}

function documentsOf({ Segments }: RawTrace): readonly JsonObject[] {
  return Segments.map(({ Document }): JsonValue => JSON.parse(Document)).filter((document) => isObject(document))
}

async function openFile(file: File, id: string | undefined): Promise<Opened> {
  const { traces, rejections } = readFile(await file.text())
  const chosen = traces.find((trace) => trace.id === id) ?? traces[0]
  reader = new TraceReader(chosen?.documents ?? [])
  received = async () => chosen?.received ?? []
  return { id: chosen?.id, limitExceeded: false, ids: traces.map((trace) => trace.id), rejections }
}

/** What was received is shown as it is, also where it is no JSON. */
function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
