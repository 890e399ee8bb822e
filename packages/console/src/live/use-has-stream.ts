import { useSyncExternalStore } from 'react'
import { useLive } from './live.tsx'

/** Whether the stream of the page's traces has begun: from then on none is missed that is not in a list asked for later. */
export function useHasStream(): boolean {
  const { traces } = useLive()
  return useSyncExternalStore(traces.listen, () => traces.latest() !== undefined)
}
