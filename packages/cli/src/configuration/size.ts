import type { Bytes } from '@roentgen/trace'

const powers = ['', 'k', 'm', 'g', 't']

/** Reads `10GB` (a thousand to the third), `512MiB`, `10Gi` (1,024), and bytes without a unit; undefined for anything else. */
export function readSize(text: string): Bytes | undefined {
  const [, digits, prefix = '', binary = ''] = /^(\d+(?:\.\d+)?) ?(?:([kmgt])(i)?)?b?$/i.exec(text.trim()) ?? []
  if (digits === undefined) return undefined
  const bytes = Number(digits) * (binary === '' ? 1000 : 1024) ** powers.indexOf(prefix.toLowerCase())
  return Math.round(bytes) as Bytes
}
