import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { Problem } from '../../wire/problem.ts'
import { type RawTrace, readTraces } from '../../wire/traces.ts'
import { type TwoPicture, twoPicture } from './two-picture.ts'

/** What the reading thread says: the picture of what there is, and which of the traces are not; or what went wrong. */
export type TwoWord =
  | { readonly picture: TwoPicture; readonly missing: readonly string[] }
  | { readonly problem: { readonly code: string; readonly message: string; readonly status: number } }

// Two traces of 20,000 segments are fetched, parsed and aligned here, and the page gets rows.
addEventListener('message', async ({ data: [a, b] }: MessageEvent<readonly [string, string]>) => {
  try {
    const asked = [...new Set([a, b].filter((id) => id !== ''))]
    const traces = await readTraces(asked)
    const found = (id: string) => traces.find((trace) => trace.Id === id)
    const picture = twoPicture(documentsOf(found(a)), documentsOf(found(b)))
    say({ picture, missing: asked.filter((id) => found(id) === undefined) })
  } catch (error) {
    const { code, message, status } = error instanceof Problem ? error : new Problem('Error', String(error))
    say({ problem: { code, message, status } })
  }
})

function documentsOf(trace: RawTrace | undefined): readonly JsonObject[] {
  const documents = trace?.Segments.map(({ Document }): JsonValue => JSON.parse(Document)) ?? []
  return documents.filter((document) => isObject(document))
}

function say(word: TwoWord): void {
  postMessage(word)
}
