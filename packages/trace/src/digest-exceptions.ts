import type { ExceptionDigest } from './digest.ts'
import { longest, textOf } from './field-text.ts'
import { isObject, type JsonValue } from './json.ts'

const none: readonly ExceptionDigest[] = []

/** A chain of causes is short; a document of nothing but exceptions would digest to many times its own size. */
const most = 100

/** The first hundred exceptions of `cause`; none where it is the bare id of an exception that another (sub)segment carries. */
export function digestExceptions(cause: JsonValue | undefined): readonly ExceptionDigest[] {
  if (!isObject(cause) || !Array.isArray(cause.exceptions)) return none
  const digests: ExceptionDigest[] = []
  for (const exception of cause.exceptions as readonly JsonValue[]) {
    if (!isObject(exception)) continue
    if (digests.length === most) break
    digests.push({
      type: textOf(exception.type) ?? '',
      message: textOf(exception.message, longest.exceptionMessage) ?? '',
      remote: exception.remote === true,
    })
  }
  return digests
}
