import { isObject, type JsonValue } from '@roentgen/trace'
import { ApiError, apiError } from '../errors.ts'
import type { Log } from '../log.ts'
import { type Operation, type OperationName, type Operations, operationPaths } from './operations.ts'

/** SDKs wait some seconds for an answer; while the control server is away they should not wait each time; ms. */
const patience = 1_000
const pauseAfterFailure = 10_000

/** While the control server is away, a worker divides quotas among its own clients: SDKs must have an answer. */
const answeredAlone = ['GetSamplingTargets'] as const
/** What changes settings waits for the control server. */
const neverAlone = ['CreateGroup', 'UpdateGroup', 'DeleteGroup', 'TagResource', 'UntagResource'] as const

/** The operations of a worker: what needs one hand is forwarded to the control server, where it knows one. */
export function besideControl(own: Operations, control: string | undefined, log: Log): Operations {
  const operations: { -readonly [Name in keyof Operations]: Operations[Name] } = { ...own }
  for (const name of neverAlone) {
    if (own[name] !== undefined) operations[name] = forwarded(urlOf(name, control), refused, log)
  }
  for (const name of answeredAlone) {
    const alone = own[name]
    if (alone !== undefined) operations[name] = forwarded(urlOf(name, control), alone, log)
  }
  return operations
}

const refused = (): never => {
  throw apiError('controlAway')
}

function urlOf(name: OperationName, control: string | undefined): URL | undefined {
  return control === undefined ? undefined : new URL(operationPaths[name], control)
}

/**
 * An operation that needs one hand, on a worker: the control server answers, and while that is away `otherwise` does.
 *
 * @param url of the operation on the control server; undefined where none is known
 */
export function forwarded(url: URL | undefined, otherwise: Operation, log: Log): Operation {
  if (url === undefined) return otherwise
  let triedAgainAt = 0
  return async (body) => {
    if (performance.now() < triedAgainAt) return otherwise(body)
    try {
      const answer = await ask(url, body)
      if (triedAgainAt > 0) log.info({ url: url.href }, 'The control server answers again')
      triedAgainAt = 0
      return answer
    } catch (error) {
      if (error instanceof ApiError) throw error
      if (triedAgainAt === 0)
        log.warn({ err: error, url: url.href }, 'The control server does not answer; this server goes on alone')
      triedAgainAt = performance.now() + pauseAfterFailure
      return otherwise(body)
    }
  }
}

/** @throws ApiError where the request is at fault, another error where the control server is. */
async function ask(url: URL, body: Buffer): Promise<object> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(patience),
  })
  const answer: JsonValue = JSON.parse(await response.text())
  if (!isObject(answer)) throw new Error(`it answered ${response.status} without an object`)
  const { __type: code, Message: message } = answer
  // 403 is the guard's: the control server does not know the name that it is called by.
  if (response.status === 400) throw new ApiError(String(code), 400, String(message))
  if (!response.ok) throw new Error(`it answered ${response.status}: ${String(message)}`)
  return answer
}
