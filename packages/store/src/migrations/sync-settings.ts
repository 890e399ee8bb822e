/** Of every table: what an insert has stored is on disk when it is answered, and what a merge has made when it takes the place of its parts. */
export const syncSettings = `fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1`
