import { useQuery } from '@tanstack/react-query'
import { Empty, Failure, Loading } from '../design/states.tsx'
import { countText, durationText, rateText } from '../format/numbers.ts'
import { printRange, windowOf } from '../view/range.ts'
import { useView } from '../view/use-view.ts'
import { serviceGraphOf } from '../wire/service-graph.ts'

/** The services of a window with their numbers. */
export default function MapPage() {
  const { range, group } = useView()
  const { data, error, refetch } = useQuery({
    queryKey: ['service graph', printRange(range), group],
    queryFn: ({ signal }) => serviceGraphOf({ ...windowOf(range, Date.now() / 1000), group }, signal),
    refetchInterval: 5000,
  })
  if (error) return <Failure error={error} retry={refetch} />
  if (data === undefined) return <Loading what="the map" />
  if (data.Services.length === 0) return <Empty title="No traces in this range" />
  const { start, end } = windowOf(range, Date.now() / 1000)
  const minutes = (end - start) / 60
  return (
    <ul>
      {data.Services.map(({ ReferenceId, Name, Type, SummaryStatistics: total }) => (
        <li key={ReferenceId}>
          {Name} {Type}
          {total &&
            ` ${durationText(total.TotalResponseTime / Math.max(1, total.TotalCount))}, ${rateText(total.TotalCount / minutes)} t/min, ${countText(total.TotalCount)}`}
        </li>
      ))}
    </ul>
  )
}
