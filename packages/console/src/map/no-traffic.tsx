import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { Empty } from '../design/states.tsx'
import { ageText, spanText } from '../format/times.ts'
import { lastSeconds, windowOf } from '../view/range.ts'
import { useLink, useView } from '../view/use-view.ts'
import { newestTime } from './newest-time.ts'

/** A range without requests: says where some are. */
export function NoTraffic({ group }: { readonly group: string }) {
  const { range } = useView()
  const link = useLink()
  const { end } = windowOf(range, Date.now() / 1000)
  const { data: newest } = useQuery({
    queryKey: ['newest trace', Math.floor(end / 10)],
    queryFn: ({ signal }) => newestTime(end, signal),
  })
  const now = Date.now() / 1000
  const reach =
    newest === undefined || newest === null ? undefined : lastSeconds.find((seconds) => now - newest < seconds * 0.9)
  return (
    <Empty title={group === 'Default' ? 'No traces in this range' : `No traces of the group ${group} in this range`}>
      {newest === null && (
        <p>
          None is stored from the year before it either. <Link href={link('/start')}>Send the first traces</Link>.
        </p>
      )}
      {newest !== undefined && newest !== null && (
        <p>
          The newest trace before its end came {ageText(newest, now)}.{' '}
          {reach !== undefined ? (
            <Link href={link('/', { range: { kind: 'last', seconds: reach } })}>Show the last {spanText(reach)}</Link>
          ) : (
            <Link href={link('/', { range: { kind: 'fixed', start: newest - 840, end: newest + 60 } })}>Go there</Link>
          )}
          .
        </p>
      )}
    </Empty>
  )
}
