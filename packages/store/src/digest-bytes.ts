import type { PackedDigest } from '@roentgen/trace'

/** The object itself, its hash, and the heads of its string and its list; measured on V8 of Node 20. */
const ownBytes = 200

/** About how many bytes of memory a packed digest takes. */
export function packedSize({ text, numbers }: PackedDigest): number {
  return ownBytes + text.length + numbers.length * 8
}
