import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useHealthReport } from '../health/use-health-report.ts'

const StartPage = lazy(() => import('./start-page.tsx'))

/** In place of a page that has nothing to show because nothing was ever sent: how to. Until the first trace comes. */
export function FirstRun({ children }: { readonly children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  const { data } = useHealthReport({ enabled: !isOver })
  const isFirst = data?.store?.days === 0 && data.received.accepted.udp + data.received.accepted.http === 0
  if (data !== undefined && !isFirst && !isOver) setOver(true)
  if (isOver || !isFirst) return children
  return (
    <Suspense>
      <StartPage />
    </Suspense>
  )
}
