/** Which code a service runs: the shop's own with the X-Ray SDK, the same without it, or a folder of the user's. */
export type ServiceSource =
  | { readonly kind: 'instrumented' }
  | { readonly kind: 'uninstrumented' }
  | { readonly kind: 'folder'; readonly folder: string }

export function nameOfSource(source: ServiceSource): string {
  return source.kind === 'folder' ? source.folder : source.kind
}
