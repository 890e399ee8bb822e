export default function MapList(_: Record<string, unknown>) {
  return null
}
