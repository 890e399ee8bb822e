import { isObject, type JsonValue } from '@roentgen/trace'
import { ApiError, apiError } from '../errors.ts'
import type { Log } from '../log.ts'
import { type Operation, type OperationName, type Operations, operationPaths } from './operations.ts'

interface Patience {
  /** How long the control server may take, ms. */
  readonly answer: number
  /** How long it is not asked after a failure, ms. */
  readonly pause: number
}

/** While the control server is away, a worker divides quotas among its own clients: SDKs must have an answer. */
const answeredAlone = ['GetSamplingTargets'] as const
/** SDKs wait some seconds for an answer; while the control server is away they should not wait each time. */
const patienceOfSdks: Patience = { answer: 1_000, pause: 10_000 }

/** What changes settings waits for the control server, which may need 10 s to come to it and 3 s until all know. */
const neverAlone = ['CreateGroup', 'UpdateGroup', 'DeleteGroup', 'TagResource', 'UntagResource'] as const
const patienceOfPeople: Patience = { answer: 15_000, pause: 0 }

/** Who gets a request with it asks nobody else: a wrong --control would send it round for ever. */
export const forwardedHeader = 'x-roentgen-forwarded'

/** The operations of a worker: what needs one hand is forwarded to the control server, where it knows one. */
export function besideControl(own: Operations, control: string | undefined, log: Log): Operations {
  const operations: { -readonly [Name in keyof Operations]: Operations[Name] } = { ...own }
  for (const name of neverAlone) {
    if (own[name] !== undefined) operations[name] = forwarded(urlOf(name, control), refused, log, patienceOfPeople)
  }
  for (const name of answeredAlone) {
    const alone = own[name]
    if (alone !== undefined) operations[name] = forwarded(urlOf(name, control), alone, log, patienceOfSdks)
  }
  return operations
}

const refused = (): never => {
  throw apiError('controlAway')
}

/** Below the path of --control, where it has one. */
function urlOf(name: OperationName, control: string | undefined): URL | undefined {
  if (control === undefined) return undefined
  const url = new URL(control)
  url.pathname = url.pathname.replace(/\/+$/, '') + operationPaths[name]
  return url
}

/**
 * An operation that needs one hand, on a worker: the control server answers, and while that is away `otherwise` does.
 *
 * @param url of the operation on the control server; undefined where none is known
 */
export function forwarded(url: URL | undefined, otherwise: Operation, log: Log, patience: Patience): Operation {
  let isAway = false
  let isNamed = false
  let triedAgainAt = 0
  return async (body, arrival) => {
    if (arrival?.isForwarded) {
      if (!isNamed)
        log.error('Another server forwards to this one, which is a worker: its --control names no control server')
      isNamed = true
      return otherwise(body)
    }
    if (url === undefined || performance.now() < triedAgainAt) return otherwise(body)
    try {
      const answer = await ask(url, body, patience.answer)
      if (isAway) log.info({ url: url.href }, 'The control server answers again')
      isAway = false
      return answer
    } catch (error) {
      if (error instanceof ApiError) throw error
      if (!isAway)
        log.warn({ err: error, url: url.href }, 'The control server does not answer; this server goes on alone')
      isAway = true
      triedAgainAt = performance.now() + patience.pause
      return otherwise(body)
    }
  }
}

/** @throws ApiError where the request is at fault, another error where the control server is. */
async function ask(url: URL, body: Buffer, milliseconds: number): Promise<object> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [forwardedHeader]: '1' },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(milliseconds),
  })
  const { status } = response
  const answer: JsonValue = JSON.parse(await response.text())
  if (!isObject(answer)) throw new Error(`it answered ${status} without an object`)
  const { __type: code, Message: message } = answer
  if (isOfRequest(status, code)) throw new ApiError(code, status, String(message))
  if (!response.ok) throw new Error(`it answered ${status}: ${String(message)}`)
  return answer
}

/** Whether an answer finds fault with the request itself. */
function isOfRequest(status: number, code: JsonValue | undefined): code is string {
  if (status < 400 || status >= 500 || typeof code !== 'string') return false
  // 403 is the guard's: the control server does not know the name that it is called by. 429 has no room at the moment.
  return status !== 403 && status !== 429 && code !== 'UnknownOperationException'
}
