/** What an entry of the browser's history keeps of the page, so that going back finds it as it was. */
export interface KeptView {
  /** Tells entries apart. */
  readonly entry: string
  readonly range: string
  /** The window that was asked about, epoch seconds. */
  readonly start: number
  readonly end: number
}

/** Other from one loading of the page to the next: who loads it anew wants to see what is new. */
const visit = `${Date.now()}.${Math.random()}`
let entries = 0

/** Of an entry's state; undefined where it has none of this visit, or of another range. */
export function keptIn(state: unknown, range: string): KeptView | undefined {
  if (typeof state !== 'object' || state === null || !('traces' in state)) return undefined
  const { traces: kept } = state
  return isKept(kept) && kept.entry.startsWith(visit) && kept.range === range ? kept : undefined
}

/** The state with what is to be kept of the page beside what others keep in it. */
export function stateWith(state: unknown, view: Omit<KeptView, 'entry'>): object {
  const entry = keptIn(state, view.range)?.entry ?? `${visit} ${++entries}`
  return { ...(typeof state === 'object' ? state : {}), traces: { ...view, entry } satisfies KeptView }
}

function isKept(value: unknown): value is KeptView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'entry' in value &&
    typeof value.entry === 'string' &&
    'range' in value &&
    'start' in value &&
    typeof value.start === 'number' &&
    'end' in value &&
    typeof value.end === 'number'
  )
}

const tops = new Map<string, number>()

/** How far the list of an entry was scrolled, pixels. */
export function keptTop(state: unknown, range: string): number {
  return tops.get(keptIn(state, range)?.entry ?? '') ?? 0
}

export function keepTop(state: unknown, range: string, top: number): void {
  const entry = keptIn(state, range)?.entry
  if (entry !== undefined) tops.set(entry, top)
}
