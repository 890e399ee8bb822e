export default function MapPanel(_: Record<string, unknown> & { readonly onFocus: (id: number) => void }) {
  return null
}
