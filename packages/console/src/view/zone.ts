import type { Zone } from '../format/times.ts'
import { choiceOf, useChoice } from './choice.ts'

const zone = choiceOf<Zone>('roentgen.zone', ['local', 'utc'])

/** In which zone times are written: local until someone chooses. */
export function useZone(): { readonly zone: Zone; readonly setZone: (zone: Zone) => void } {
  return { zone: useChoice(zone) ?? 'local', setZone: zone.choose }
}
