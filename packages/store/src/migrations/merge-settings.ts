/**
 * Merges take many parts of about one size at a time: to merge documents or summaries once costs about as much as to insert
 * them, and each merge has a price of its own (docs/decisions/070). What a merge takes has together so many times its greatest
 * part. With the engine's five times, or where it may leave out small parts again that it had counted, a great part would be
 * merged with every insert (docs/decisions/187).
 *
 * What merges have replaced is looked for every 5 s, not every 30 to 40: until then it stands on disk once more.
 */
export function mergeSettings(parts: number): string {
  return `min_parts_to_merge_at_once = ${parts},
  merge_selector_base = ${parts},
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60`
}
