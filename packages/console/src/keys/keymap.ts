/** Where a key works. */
type Place = 'Everywhere' | 'Map' | 'Trace' | 'Lists'

interface Key {
  /** What is pressed: one key, or two after each other with a space between. Any of them. */
  readonly keys: readonly string[]
  readonly place: Place
  readonly what: string
}

/** Every key of the console; the help shows this table. None works while someone types. */
export const keymap = {
  help: { keys: ['?'], place: 'Everywhere', what: 'Show or hide these keys' },
  search: { keys: ['/'], place: 'Everywhere', what: 'Go to the search box' },
  map: { keys: ['g m'], place: 'Everywhere', what: 'Go to the map' },
  traces: { keys: ['g t'], place: 'Everywhere', what: 'Go to the list of traces' },
  health: { keys: ['g h'], place: 'Everywhere', what: 'Go to health' },
  start: { keys: ['g s'], place: 'Everywhere', what: 'How to send traces' },
  pause: { keys: ['p'], place: 'Everywhere', what: 'Pause or go on with live updates' },
  zone: { keys: ['u'], place: 'Everywhere', what: 'Times in local time or UTC' },
} as const satisfies Record<string, Key>

export type KeyName = keyof typeof keymap

interface Press {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What a press means after the one before; undefined where it means nothing. */
export function keyOf(press: Press, before: string | undefined): KeyName | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined
  const names = Object.keys(keymap) as KeyName[]
  const meaning = (keys: string) => names.find((name) => keymap[name].keys.some((own) => own === keys))
  return (before === undefined ? undefined : meaning(`${before} ${press.key}`)) ?? meaning(press.key)
}
