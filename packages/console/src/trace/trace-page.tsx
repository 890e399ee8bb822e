import { useQuery } from '@tanstack/react-query'
import { Empty, Failure, Loading } from '../design/states.tsx'
import { tracesOf } from '../wire/traces.ts'

export default function TracePage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['trace', id],
    queryFn: ({ signal }) => tracesOf([id], signal),
  })
  if (error) return <Failure error={error} retry={refetch} />
  if (data === undefined) return <Loading what="the trace" />
  const [trace] = data
  if (trace === undefined) return <Empty title={`There is no trace ${id}`} />
  return (
    <ul>
      {trace.Segments.map(({ Id }) => (
        <li key={Id}>{Id}</li>
      ))}
    </ul>
  )
}
