import type { JsonObject, JsonValue, OperationTime, Rejection } from '@roentgen/trace'
import type { Arrangement } from './row.ts'
import type { Details, Picture } from './trace-reader.ts'

/** Where the documents of a trace come from. */
export type Source =
  | { readonly kind: 'server'; readonly id: string }
  | { readonly kind: 'file'; readonly file: File; readonly id: string | undefined }

/** What was read, before it is looked at. */
export interface Opened {
  /** undefined: there is no such trace. */
  readonly id: string | undefined
  /** Only the earliest segments are here. */
  readonly limitExceeded: boolean
  /** Of a file: all traces in it, and what was left out. */
  readonly ids: readonly string[]
  readonly rejections: readonly Rejection[]
}

/** What the reading thread can be asked, by name: question and answer. */
export interface ReaderCalls {
  open: [question: Source, answer: Opened]
  picture: [question: Arrangement, answer: Picture]
  details: [question: number, answer: Details | undefined]
  search: [question: string, answer: readonly number[]]
  operations: [question: undefined, answer: readonly OperationTime[]]
  documents: [question: undefined, answer: readonly JsonObject[]]
  received: [question: undefined, answer: readonly JsonValue[]]
}

export interface ReaderQuestion<Name extends keyof ReaderCalls = keyof ReaderCalls> {
  readonly number: number
  readonly name: Name
  readonly question: ReaderCalls[Name][0]
}

export type ReaderWord =
  /** Of `open`: bytes so far. */
  | { readonly number: number; readonly bytes: number }
  | { readonly number: number; readonly answer: unknown }
  | {
      readonly number: number
      readonly problem: { readonly code: string; readonly message: string; readonly status: number }
    }
