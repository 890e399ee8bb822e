/** A part of an expression: from the position of its first UTF-16 unit up to and not including `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}
