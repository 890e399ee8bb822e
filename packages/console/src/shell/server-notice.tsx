import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { WarningIcon } from '../design/icons.tsx'
import { useLive } from '../live/live.tsx'
import { useLink } from '../view/use-view.ts'
import { healthOf } from '../wire/health.ts'
import { Problem } from '../wire/problem.ts'
import styles from './server-notice.module.css'

/** Over every page while the server does not answer, or says that something is wrong with it. */
export function ServerNotice() {
  const link = useLink()
  const { state: live } = useLive()
  const { data, error } = useQuery({
    queryKey: ['server'],
    queryFn: ({ signal }) => healthOf(signal),
    refetchInterval: (query) =>
      live !== 'polling' && query.state.data?.ok === true && query.state.error === null ? 15_000 : 3_000,
    retry: false,
  })
  const sentence = error instanceof Problem ? error.message : data?.reasons[0]
  if (sentence === undefined) return null
  return (
    <p className={styles.notice} role="alert">
      <WarningIcon />
      <span>
        {sentence} {error === null && <Link href={link('/health')}>Health</Link>}
      </span>
    </p>
  )
}
