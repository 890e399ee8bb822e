/** What is pressed: one key, or two after each other with a space between. Any of them. */
interface Key {
  readonly keys: readonly string[]
  readonly what: string
}

/** Keys that work everywhere, but not while someone types. */
export const keymap = {
  help: { keys: ['?'], what: 'Show these keys' },
  search: { keys: ['/'], what: 'Go to the search box' },
  map: { keys: ['g m'], what: 'Go to the map' },
  traces: { keys: ['g t'], what: 'Go to the list of traces' },
  compare: { keys: ['g c'], what: 'Compare two sets of traces' },
  groups: { keys: ['g g'], what: 'Go to the groups' },
  health: { keys: ['g h'], what: 'Go to health' },
  start: { keys: ['g s'], what: 'How to send traces' },
  settings: { keys: ['g ,'], what: 'Go to the settings' },
  pause: { keys: ['p'], what: 'Pause or go on with live updates' },
  zone: { keys: ['u'], what: 'Times in local time or UTC' },
} as const satisfies Record<string, Key>

export type KeyName = keyof typeof keymap

/** Keys that work where the focus is within a part of a page, for the help. */
export const partKeys: Readonly<
  Record<'On the map' | 'In a list of traces' | 'In a waterfall' | 'In two traces', readonly Key[]>
> = {
  'On the map': [
    { keys: ['←', '→', '↑', '↓'], what: 'Go to the next node, along the edges' },
    { keys: ['Enter'], what: 'Open its panel' },
    { keys: ['Esc'], what: 'Close the panel' },
    { keys: ['+', '-'], what: 'Zoom' },
    { keys: ['0', 'f'], what: 'Fit the map to the page' },
    { keys: ['Shift+Arrow'], what: 'Move the map' },
    { keys: ['Alt+Arrow'], what: 'Move the node' },
  ],
  'In a list of traces': [
    { keys: ['j', '↓'], what: 'Next' },
    { keys: ['k', '↑'], what: 'The one before' },
    { keys: ['Home', 'End'], what: 'First, last' },
    { keys: ['Enter'], what: 'Open the trace' },
    { keys: ['x'], what: 'Mark it; two that are marked can be compared' },
  ],
  'In a waterfall': [
    { keys: ['j', '↓'], what: 'Next row' },
    { keys: ['k', '↑'], what: 'Row before' },
    { keys: ['→', '←'], what: 'Unfold, fold' },
    { keys: ['Space'], what: 'Fold or unfold' },
    { keys: ['Enter'], what: 'Details' },
    { keys: ['/'], what: 'Search in the trace' },
    { keys: ['n', 'N'], what: 'Next match, match before' },
    { keys: ['e', 'E'], what: 'Next failure, failure before' },
    { keys: ['+', '-'], what: 'Zoom in time' },
    { keys: ['Shift+←', 'Shift+→'], what: 'Earlier, later' },
    { keys: ['0'], what: 'The whole trace' },
    { keys: ['Esc'], what: 'Leave the details' },
  ],
  'In two traces': [
    { keys: ['j', '↓'], what: 'Next row' },
    { keys: ['k', '↑'], what: 'Row before' },
    { keys: ['→', '←'], what: 'Unfold, fold' },
    { keys: ['e', 'E'], what: 'Next difference, difference before' },
  ],
}

interface Press {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What a press means everywhere, after the one before; undefined where it means nothing. */
export function keyOf(press: Press, before: string | undefined): KeyName | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined
  const names = Object.keys(keymap) as KeyName[]
  const meaning = (keys: string) => names.find((name) => keymap[name].keys.some((own) => own === keys))
  return (before === undefined ? undefined : meaning(`${before} ${press.key}`)) ?? meaning(press.key)
}
