/** Of the columns that another codec than their neighbours' makes smaller for no more CPU time (docs/decisions/192). */
export const codecs = {
  /** A trace's documents stand together: its id is stored once, and copied where it is read. */
  documentsOfTrace: 'LZ4',
  /** Elements of one trace begin within a second or so of each other. */
  starts: 'Delta(8), ZSTD(1)',
  /** Microseconds, most of them in two or three of their eight bytes. */
  durations: 'T64, ZSTD(1)',
  /** Whole texts or hashes that come again within a thousand traces: a longer search finds them, and unpacking stays as fast. */
  repeated: 'LZ4HC(3)',
} as const
