/**
 * Merges take many parts at a time: to merge documents or summaries once costs about as much as to insert them. Traces
 * and marks are small, but each of their merges has a price of its own (docs/decisions/070).
 *
 * What merges have replaced is looked for every 5 s, not every 30 to 40: until then it stands on disk once more.
 */
export function mergeSettings(parts: number): string {
  return `min_parts_to_merge_at_once = ${parts},
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60`
}

/**
 * Summaries are the dearest rows to merge. What a merge takes of them has together at least eight times the greatest part, where the
 * engine contents itself with five times: it would merge a great part again and again for the sake of small ones
 * (docs/decisions/187).
 */
export const mergeSettingsOfSummaries = `merge_selector_base = 8,
  ${mergeSettings(12)}`
