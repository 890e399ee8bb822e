// Answers of the analytics API, as far as the proof reads them.

export interface RowAnswer {
  readonly id: string
  readonly annotated: readonly { readonly key: string; readonly value: unknown }[]
}

export interface GroupAnswer {
  readonly value: string | number | boolean | null
  readonly type?: string
  readonly filter: string | null
  readonly count: number
  readonly share: number
}

export interface BinAnswer {
  readonly from: number
  readonly to: number | null
  readonly count: number
  readonly filter: string
}

export interface ComparedAnswer extends GroupAnswer {
  readonly key: string
  readonly a: number
  readonly b: number
  readonly shareOfA: number
  readonly shareOfB: number
  readonly difference: number
  readonly ratio: number
  readonly low: number
  readonly high: number | null
  readonly significant: boolean
}

export interface ComparisonAnswer {
  readonly a: object
  readonly b: object
  readonly histogram: readonly object[]
  readonly compared: number
  readonly values: readonly ComparedAnswer[]
}
