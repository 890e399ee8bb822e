import { ownAddress } from '../view/hash-address.ts'
import { printRange, windowOf } from '../view/range.ts'
import { readView, type View } from '../view/view.ts'
import { sendEarly } from '../wire/sent-early.ts'
import { serviceGraphPath, serviceGraphRequest } from '../wire/service-graph-question.ts'

// What the home page waits for longest is the map. So it is asked for by a script of its own, of this file and what it
// imports (vite.config.ts), which has run before a browser has read the others. It must stay small.

type Wanted = Pick<View, 'range' | 'group'>

/** The moment (seconds) that the map of a view was asked for at. */
let asked: { readonly view: string; readonly at: number } | undefined

const meant = ownAddress(location)
// Links into the X-Ray console lead to the same place here.
if (meant !== undefined) history.replaceState(null, '', meant)
export const isMapFirst = ['/', '/map', '/home'].includes(location.pathname)
if (isMapFirst) {
  const { range, group } = readView(location.search)
  const at = Date.now() / 1000
  asked = { view: nameOf({ range, group }), at }
  sendEarly(serviceGraphPath, JSON.stringify(serviceGraphRequest({ ...windowOf(range, at), group })))
  // Says whether there is anything at all, and anything older.
  sendEarly('/api/health')
  preload((document.querySelector<HTMLElement>('[data-map]')?.dataset.map ?? '').split(' ').filter(Boolean))
}

/** When the page asked for this map as its first: the same question has the answer that is on its way. Once. */
export function firstAsked(wanted: Wanted): number | undefined {
  const at = asked?.view === nameOf(wanted) ? asked.at : undefined
  asked = undefined
  return at
}

function nameOf({ range, group }: Wanted): string {
  return `${printRange(range)} ${group}`
}

/** Lets the browser get what the map's page is made of, before that page asks for it. */
function preload(paths: readonly string[]): void {
  for (const path of paths) {
    const link = document.createElement('link')
    link.rel = path.endsWith('.css') ? 'preload' : 'modulepreload'
    if (path.endsWith('.css')) link.as = 'style'
    link.crossOrigin = ''
    link.href = path
    document.head.append(link)
  }
}
