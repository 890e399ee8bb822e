import type { MessagePort, TransferListItem } from 'node:worker_threads'
import { ApiError } from '../errors.ts'
import type { Answer, Ask, Calls, FailureMessage } from './messages.ts'

/** The asking side of a thread: sends questions and matches the answers to them. */
export class Caller<Table extends Calls<Table>> {
  readonly #send: (message: Ask, transfer: readonly TransferListItem[]) => void
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #next = 0
  #ended: Error | undefined

  constructor(send: (message: Ask, transfer: readonly TransferListItem[]) => void) {
    this.#send = send
  }

  call<Name extends keyof Table & string>(
    name: Name,
    value: Table[Name]['ask'],
    transfer: readonly TransferListItem[] = [],
  ): Promise<Table[Name]['answer']> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    const number = this.#next++
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(number, { resolve, reject }))
    this.#send({ kind: 'ask', number, name, value }, transfer)
    // Both sides are compiled against one table of calls: the answer has the type that its name says.
    return answer as Promise<Table[Name]['answer']>
  }

  answered(message: Answer): void {
    const waiting = this.#waiting.get(message.number)
    this.#waiting.delete(message.number)
    if (message.kind === 'answer') waiting?.resolve(message.value)
    else waiting?.reject(errorOf(message.error))
  }

  /** The thread has ended: every open and every later question fails with this. */
  end(error: Error): void {
    this.#ended ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}

type Handlers<Table extends Calls<Table>> = {
  readonly [Name in keyof Table]: (value: Table[Name]['ask']) => Promise<Table[Name]['answer']> | Table[Name]['answer']
}

/** The answering side: runs the handler of each question that comes to the port. */
export function answerCalls<Table extends Calls<Table>>(port: MessagePort, handlers: Handlers<Table>): void {
  port.on('message', (ask: Ask) => {
    void answer(handlers, ask).then((message) => port.postMessage(message))
  })
}

async function answer<Table extends Calls<Table>>(handlers: Handlers<Table>, ask: Ask): Promise<Answer> {
  try {
    // The asking side is compiled against the same table: its names and values are this table's.
    const handler = (handlers as Readonly<Record<string, ((value: unknown) => unknown) | undefined>>)[ask.name]
    if (handler === undefined) throw new Error(`No handler for ${ask.name}`)
    return { kind: 'answer', number: ask.number, value: await handler(ask.value) }
  } catch (error) {
    return { kind: 'failure', number: ask.number, error: await failureOf(error) }
  }
}

async function failureOf(error: unknown): Promise<FailureMessage> {
  // It knows the store's errors, and with them all of the store's code, which the udp thread never needs.
  const { knownError } = await import('../http/answer-error.ts')
  const known = knownError(error)
  if (known !== undefined) return { code: known.code, message: known.message, status: known.status, stack: known.stack }
  if (error instanceof Error) return { code: error.name, message: error.message, status: undefined, stack: error.stack }
  return { code: 'Error', message: String(error), status: undefined, stack: undefined }
}

function errorOf(failure: FailureMessage): Error {
  const error =
    failure.status === undefined
      ? new Error(failure.message)
      : new ApiError(failure.code, failure.status, failure.message)
  if (failure.stack !== undefined) error.stack = failure.stack
  return error
}
