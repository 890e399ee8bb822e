/** Whole bytes, on disk or in memory. */
export type Bytes = number & { readonly __unit: 'B' }
