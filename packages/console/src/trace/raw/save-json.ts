import type { JsonObject } from '@roentgen/trace'

/** Lets the browser keep a value as a file. */
export function saveJson(name: string, value: JsonObject): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
