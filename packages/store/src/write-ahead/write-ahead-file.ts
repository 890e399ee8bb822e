import type { FileIndex } from './file-index.ts'

/** A closed file: it does not change any more until it is deleted. */
export interface WriteAheadFile {
  readonly path: string
  /** Only these bytes count. The file is longer where a failed write could not be cut off. */
  readonly bytes: number
  readonly documents: number
  /** The time at which it was made, µs; later files have greater numbers, never used twice in a directory. */
  readonly sequence: number
  /** Written by an earlier process. */
  readonly recovered: boolean
}

/** One that is there, and what finds a document in it. */
export interface KeptFile extends WriteAheadFile {
  readonly index: FileIndex
}
