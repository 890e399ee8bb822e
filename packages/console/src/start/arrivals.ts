import type { HealthReport } from '@roentgen/api'
import { counted, countText } from '../format/numbers.ts'

/** What came in since the server started, as a person would say it. */
export interface Arrivals {
  readonly kind: 'nothing' | 'well' | 'some rejected' | 'all rejected'
  /** `12 documents came in, 7 over UDP, 5 over HTTP`. */
  readonly came: string
  /** `12 rejected`; undefined where none were. */
  readonly rejected: string | undefined
  /** Why most of these were; undefined where none were. */
  readonly code: string | undefined
}

export function arrivalsOf({ received, rejections }: Pick<HealthReport, 'received' | 'rejections'>): Arrivals {
  const { accepted, rejected } = received
  const { udp, http } = accepted
  const all = udp + http + rejected
  if (all === 0) return { kind: 'nothing', came: 'Nothing came in yet', rejected: undefined, code: undefined }
  const ways = [udp > 0 ? `${countText(udp)} over UDP` : '', http > 0 ? `${countText(http)} over HTTP` : '']
  return {
    kind: rejected === 0 ? 'well' : udp + http === 0 ? 'all rejected' : 'some rejected',
    came: [`${counted(all, 'document')} came in`, ...ways.filter((way) => way !== '')].join(', '),
    rejected: rejected === 0 ? undefined : `${countText(rejected)} rejected`,
    code: rejections[0]?.code,
  }
}
