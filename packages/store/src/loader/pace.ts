/** Of each load's own time, so much is left to everything else before the next … */
const restPerWork = 2
/** … but never more than this, ms: what is received must be in lists and maps within a second. */
const longestRest = 250

/**
 * When the next load may begin, in the clock of performance.now().
 *
 * Much of what a load costs the engine does not depend on how many documents it brings, so small loads in close order
 * would keep a core busy with a hundred documents a second.
 */
export function nextLoadAt(load: { readonly began: number; readonly ended: number }, interval: number): number {
  const rest = Math.min((load.ended - load.began) * restPerWork, longestRest)
  return Math.max(load.began + interval, load.ended + rest)
}
