import type { PackedDigest } from '@roentgen/trace'

/** The object itself, the head of its string, and its place in the list of its trace; measured on V8 of Node 20. */
const ownBytes = 80

/** About how many bytes of memory a packed digest takes. */
export function packedSize({ packed }: PackedDigest): number {
  return ownBytes + packed.length
}
