import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import controls from '../../design/controls.module.css'
import { StatusMark } from '../../design/status-mark.tsx'
import { counted, durationText } from '../../format/numbers.ts'
import { dateTimeText } from '../../format/times.ts'
import { readSearch } from '../../shell/search-text.ts'
import type { Overview } from '../../trace/overview.ts'
import { useLink } from '../../view/use-view.ts'
import { useZone } from '../../view/zone.ts'
import { likeTraces } from '../../wire/like-traces.ts'
import { SetBadge, type SetName } from '../set-badge.tsx'
import styles from './trace-side.module.css'

interface TraceSideProps {
  readonly name: SetName
  /** '' for none. */
  readonly id: string
  /** As it stands in the address, which may be no id. */
  readonly written: string
  readonly isMissing: boolean
  readonly overview: Overview | undefined
  readonly other: Overview | undefined
  readonly otherId: string
  readonly onChoose: (id: string) => void
}

/** One of the two traces: what it was, or a way to choose it. */
export function TraceSide(props: TraceSideProps) {
  const { name, id, written, isMissing, overview, other, otherId, onChoose } = props
  const [isChanged, setChanged] = useState(false)
  const heading = useId()
  const isThere = id !== '' && !isMissing
  return (
    <section className={`${controls.card} ${styles.side}`} aria-labelledby={heading}>
      <h2 id={heading} className={styles.name}>
        <span className="unseen">Trace </span>
        <SetBadge name={name} />
        {isThere && overview !== undefined && <Title overview={overview} />}
      </h2>
      {id === '' && written !== '' && written !== '-' && (
        <p className={controls.problem} role="alert">
          {written.slice(0, 100)} is no trace id.
        </p>
      )}
      {isMissing && (
        <p className={controls.problem} role="alert">
          There is no trace {id}. It may be older than the data that is kept.
        </p>
      )}
      {isThere && overview !== undefined && <Facts id={id} overview={overview} />}
      {isThere && !isChanged ? (
        <button type="button" className={`${controls.plain} ${styles.another}`} onClick={() => setChanged(true)}>
          Choose another
        </button>
      ) : (
        <Picker
          name={name}
          like={other}
          likeId={otherId}
          onChoose={(chosen) => {
            setChanged(false)
            onChoose(chosen)
          }}
        />
      )}
    </section>
  )
}

function Title({ overview: { method, url, name } }: { readonly overview: Overview }) {
  const text = url === '' ? name : `${method} ${url.replace(/^https?:\/\//, '')}`
  return (
    <bdi className={styles.title} title={text.slice(0, 2000)}>
      {text.slice(0, 300)}
    </bdi>
  )
}

function Facts({ id, overview }: { readonly id: string; readonly overview: Overview }) {
  const { state, status, duration, start, segments, inferred, services, failed } = overview
  const link = useLink()
  const { zone } = useZone()
  return (
    <>
      <p className={styles.facts}>
        <StatusMark status={state} named />
        {status !== undefined && <span>{status}</span>}
        <strong>{durationText(duration / 1e6)}</strong>
        <span>{dateTimeText(start, zone)}</span>
        <span>
          {counted(segments + inferred, 'segment')}, {counted(services, 'service')}
          {failed > 0 && `, ${counted(failed, 'failed row')}`}
        </span>
      </p>
      <p className={styles.id}>
        <Link href={link(`/traces/${id}`)}>
          <code>{id}</code>
        </Link>
      </p>
    </>
  )
}

interface PickerProps {
  readonly name: SetName
  readonly like: Overview | undefined
  readonly likeId: string
  readonly onChoose: (id: string) => void
}

function Picker({ name, like, likeId, onChoose }: PickerProps) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  const note = useId()
  return (
    <>
      <form
        className={styles.picker}
        onSubmit={(event) => {
          event.preventDefault()
          const sought = readSearch(text)
          if (sought.kind === 'trace') onChoose(sought.id)
          else setProblem('That is no trace id, neither in X-Ray’s form (1-…-…) nor in W3C’s (32 digits).')
        }}
      >
        <input
          className={controls.field}
          aria-label={`Id of trace ${name}`}
          aria-invalid={problem !== ''}
          aria-describedby={problem === '' ? undefined : note}
          placeholder="Paste a trace id"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setProblem('')
          }}
        />
        <button type="submit" className={controls.primary}>
          Compare
        </button>
      </form>
      {problem !== '' && (
        <p id={note} role="alert" className={controls.problem}>
          {problem}
        </p>
      )}
      {like !== undefined && likeId !== '' && like.name !== '' && (
        <Suggestions like={like} likeId={likeId} onChoose={onChoose} />
      )}
    </>
  )
}

/** Other answers to the same request around that time: the slowest and the fastest. */
function Suggestions({ like, likeId, onChoose }: Omit<PickerProps, 'name' | 'like'> & { readonly like: Overview }) {
  const { data = [] } = useQuery({
    queryKey: ['traces like', likeId],
    queryFn: ({ signal }) => likeTraces(like, likeId, signal),
    staleTime: 60_000,
    placeholderData: undefined,
  })
  if (data.length === 0) return null
  return (
    <div>
      <h3 className={styles.suggest}>The same request, within an hour of the other</h3>
      <ul className={styles.suggestions}>
        {data.map(({ id, why, responseTime, status }) => (
          <li key={id}>
            <button type="button" className={controls.plain} onClick={() => onChoose(id)}>
              {why}: {responseTime === undefined ? 'no response' : durationText(responseTime)}
            </button>{' '}
            <StatusMark status={status} /> <code>{id.slice(-8)}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
