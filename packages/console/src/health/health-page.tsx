import { useQuery } from '@tanstack/react-query'
import { z } from 'zod/mini'
import { Failure, Loading } from '../design/states.tsx'
import { ask } from '../wire/ask.ts'

const health = z.looseObject({ ok: z.boolean() })

export default function HealthPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => ask('/api/health', { signal, shape: health }),
    refetchInterval: 5000,
  })
  if (error) return <Failure error={error} retry={refetch} />
  if (data === undefined) return <Loading what="health" />
  return <pre>{JSON.stringify(data, null, 2)}</pre>
}
