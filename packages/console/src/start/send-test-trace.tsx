import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { useLink } from '../view/use-view.ts'
import { putSegments } from '../wire/put-segments.ts'
import styles from './start-page.module.css'
import { randomHex, testTrace } from './test-trace.ts'

/** A trace from this page, sent as an SDK without a daemon would. */
export function SendTestTrace() {
  const link = useLink()
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      const { id, documents } = testTrace(Date.now() / 1000, randomHex)
      await putSegments(documents)
      return id
    },
  })
  return (
    <div className={styles.test}>
      <button type="button" className={controls.primary} disabled={isPending} onClick={() => mutate()}>
        Send a test trace
      </button>
      <p role="status">
        {data !== undefined && (
          <>
            Sent: <Link href={link(`/traces/${data}`)}>{data}</Link>
          </>
        )}
        {error !== null && `It was not taken: ${error.message}`}
        {data === undefined && error === null && 'A made-up request of two services and a table, from this page.'}
      </p>
    </div>
  )
}
