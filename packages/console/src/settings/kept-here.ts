/** What pages keep in this browser besides the settings. */
const kinds = [
  { what: 'Queries that you asked', begins: 'roentgen.queries' },
  { what: 'Columns that you chose for the list of traces', begins: 'roentgen.columns' },
  { what: 'That groups and charts of traces are hidden', begins: 'roentgen.overview' },
  { what: 'Places that you gave nodes of the map', begins: 'roentgen.places.' },
] as const

export interface KeptHere {
  readonly what: string
  readonly names: readonly string[]
}

/** Only what there is. Names are those of the storage. */
export function keptHere(storage: Storage): readonly KeptHere[] {
  const all = Object.keys(storage)
  return kinds
    .map(({ what, begins }) => ({ what, names: all.filter((name) => name.startsWith(begins)) }))
    .filter(({ names }) => names.length > 0)
}

export function forget(storage: Storage, { names }: KeptHere): void {
  for (const name of names) storage.removeItem(name)
}
