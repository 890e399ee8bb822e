import { isObject, type JsonObject, type JsonValue, type TimelineSpan } from '@roentgen/trace'

export interface StackFrame {
  readonly label: string
  /** `path:line`, '' where neither was sent. */
  readonly place: string
}

/** An exception as the details show it; those that it was caused by follow it. */
export interface ShownException {
  readonly id: string
  readonly type: string
  readonly message: string
  readonly isRemote: boolean
  readonly stack: readonly StackFrame[]
  /** Frames that the sender left out. */
  readonly truncated: number
  /** Exceptions that the sender left out between this one and its cause. */
  readonly skipped: number
  /** Was named as the cause of the one before. */
  readonly isCause: boolean
}

export interface ShownCause {
  readonly workingDirectory: string
  readonly exceptions: readonly ShownException[]
  /** The exception is recorded on another (sub)segment: its id. */
  readonly reference: string | undefined
}

/** What `cause` says (segments.md 2.6), each exception before the one that caused it. undefined without a cause. */
export function causeOf({ cause }: JsonObject): ShownCause | undefined {
  if (typeof cause === 'string') return { workingDirectory: '', exceptions: [], reference: cause }
  if (!isObject(cause)) return undefined
  const sent = objectsIn(cause.exceptions)
  const byId = new Map(sent.filter(({ id }) => text(id) !== '').map((exception) => [text(exception.id), exception]))
  const caused = new Set(sent.map((exception) => text(exception.cause)).filter((id) => byId.has(id)))
  const shown: ShownException[] = []
  const told = new Set<JsonObject>()
  // A ring of causes has no first one: what is left is told in the order in which it was sent.
  for (const top of [...sent.filter((exception) => !caused.has(text(exception.id))), ...sent]) {
    let isCause = false
    for (let at: JsonObject | undefined = top; at !== undefined && !told.has(at); at = byId.get(text(at.cause))) {
      told.add(at)
      shown.push(shownOf(at, isCause))
      isCause = true
    }
  }
  return { workingDirectory: text(cause.working_directory), exceptions: shown, reference: undefined }
}

/** Where in the trace the exception with an id is recorded. */
export function recorderOf(spans: readonly TimelineSpan[], exceptionId: string): number {
  return spans.findIndex(
    ({ document: { cause } }) => isObject(cause) && objectsIn(cause.exceptions).some(({ id }) => id === exceptionId),
  )
}

/** As logs and search engines know them. */
export function exceptionText({ type, message, stack }: ShownException): string {
  return [`${type}: ${message}`, ...stack.map(({ label, place }) => `    at ${label}${place && ` (${place})`}`)].join(
    '\n',
  )
}

function shownOf(exception: JsonObject, isCause: boolean): ShownException {
  return {
    id: text(exception.id),
    type: text(exception.type),
    message: text(exception.message),
    isRemote: exception.remote === true,
    stack: objectsIn(exception.stack).map(frameOf),
    truncated: count(exception.truncated),
    skipped: count(exception.skipped),
    isCause,
  }
}

function frameOf({ path, line, label }: JsonObject): StackFrame {
  const where = text(path)
  return { label: text(label), place: typeof line === 'number' ? `${where}:${line}` : where }
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((one) => isObject(one)) : []
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function count(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0
}
