import { z } from 'zod/mini'
import { Problem } from './problem.ts'
import { earlyAnswered, send, takeEarly } from './sent-early.ts'

const errorShape = z.object({ Message: z.optional(z.string()), message: z.optional(z.string()) })

interface Question<T> {
  /** Without one the question is a GET. */
  readonly body?: object
  readonly signal?: AbortSignal | undefined
  readonly shape: z.ZodMiniType<T>
  /** A status beyond 2xx whose body is an answer all the same. */
  readonly alsoStatus?: number
  /** It takes nothing from the page's first questions: it is asked when they are answered. */
  readonly canWait?: boolean
  /** Is told the bytes that came so far. */
  readonly progress?: ((bytes: number) => void) | undefined
}

/**
 * Asks the server that this page came from.
 *
 * @throws Problem with X-Ray's code and a sentence that a person can act on
 */
export async function ask<T>(path: string, question: Question<T>): Promise<T> {
  const { body, signal, shape, alsoStatus, canWait = false, progress } = question
  if (canWait) await earlyAnswered()
  const text = body === undefined ? undefined : JSON.stringify(body)
  const response = await (takeEarly(path, text) ?? send(path, text, signal)).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Problem('Unreachable', 'Roentgen does not answer. Is `roentgen serve` still running?')
  })
  const counted = progress === undefined ? response : counting(response, progress)
  const answer: unknown = await counted.json().catch(() => undefined)
  if (!response.ok && response.status !== alsoStatus) throw problemOf(response, answer)
  const read = shape.safeParse(answer)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const place = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`
  throw new Problem(
    'UnexpectedAnswer',
    `${path} answered in a form that this console does not know${place}. Reload the page.`,
    response.status,
  )
}

function counting(response: Response, progress: (bytes: number) => void): Response {
  let bytes = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length
      progress(bytes)
      controller.enqueue(chunk)
    },
  })
  return new Response(response.body?.pipeThrough(count) ?? null)
}

function problemOf(response: Response, answer: unknown): Problem {
  const { data } = errorShape.safeParse(answer)
  const code = response.headers.get('x-amzn-errortype')?.split(':')[0] ?? 'Error'
  return new Problem(
    code,
    data?.Message ?? data?.message ?? `The server answered with status ${response.status}.`,
    response.status,
  )
}
