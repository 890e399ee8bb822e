import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { Empty, Failure } from '../design/states.tsx'
import { bytesText } from '../format/numbers.ts'
import { useTitle } from '../view/use-title.ts'
import { useLink, useView } from '../view/use-view.ts'
import { fileId, handedFile } from './handed-file.ts'
import { OpenFile } from './open-file.tsx'
import { RawData } from './raw/raw-data.tsx'
import type { Source } from './reader-calls.ts'
import { ServiceTimes } from './service-times.tsx'
import { SummaryLine } from './summary-line.tsx'
import { TimelinePanel } from './timeline-panel.tsx'
import { TraceMap } from './trace-map.tsx'
import styles from './trace-page.module.css'
import { useLook } from './use-look.ts'
import { type TraceState, useTrace } from './use-trace.ts'

const parts = [
  { part: 'timeline', name: 'Timeline' },
  { part: 'map', name: 'Map' },
  { part: 'services', name: 'Time by service' },
  { part: 'raw', name: 'Raw data' },
] as const
type Part = (typeof parts)[number]['part']

/** One trace: its waterfall, its map, where its time went, and its documents. */
export default function TracePage({ id, isRaw }: { readonly id: string; readonly isRaw: boolean }) {
  const [opened, setOpened] = useState<{ readonly at: string; readonly file: OpenedFile } | undefined>(() => {
    const handed = id === fileId ? handedFile() : undefined
    return handed && { at: id, file: { file: handed, id: undefined } }
  })
  // The page lives on when another trace is sought: the file is not that one.
  const file = opened?.at === id ? opened.file : undefined
  const setFile = (chosen: OpenedFile | undefined) => setOpened(chosen && { at: id, file: chosen })
  if (id === fileId && file === undefined)
    return <OpenFile open={(chosen) => setFile({ file: chosen, id: undefined })} />
  return <OneTrace id={id} isRaw={isRaw} file={file} setFile={setFile} />
}

interface OpenedFile {
  readonly file: File
  /** Of its traces the one that is shown; the one with most documents without it. */
  readonly id: string | undefined
}

interface OneTraceProps {
  readonly id: string
  readonly isRaw: boolean
  readonly file: OpenedFile | undefined
  readonly setFile: (file: OpenedFile | undefined) => void
}

function OneTrace({ id, isRaw, file, setFile }: OneTraceProps) {
  const source = useMemo<Source>(
    () => (file === undefined ? { kind: 'server', id } : { kind: 'file', ...file }),
    [file, id],
  )
  const look = useLook()
  const state = useTrace(source, look)
  const { parameter } = useView()
  const shown = parameter('show')
  const part: Part = isRaw ? 'raw' : shown === 'map' || shown === 'services' ? shown : 'timeline'

  const title = state.kind === 'read' ? titleOf(state) : id
  useTitle(title)

  if (state.kind !== 'read') return <NotYet state={state} id={id} />
  const { opened, picture, reading } = state
  return (
    <article className={styles.page}>
      <div className={styles.head}>
        <SummaryLine id={opened.id ?? id} overview={picture.overview} />
        {opened.limitExceeded && (
          <p className={styles.notice}>
            This trace has more segments than are put together: only its earliest are here.
          </p>
        )}
        {file !== undefined && (
          <FileNotice
            name={file.file.name}
            opened={opened}
            choose={(chosen) => setFile({ file: file.file, id: chosen })}
            close={() => setFile(undefined)}
          />
        )}
        <PartLinks id={id} part={part} isStored={file === undefined} />
      </div>
      <div className={styles.body}>
        {part === 'timeline' && (
          <TimelinePanel picture={picture} reading={reading} look={look} traceId={opened.id ?? id} />
        )}
        {part === 'map' && file === undefined && <TraceMap id={opened.id ?? id} />}
        {part === 'services' && <ServiceTimes picture={picture} reading={reading} />}
        {part === 'raw' && (
          <RawData
            id={opened.id ?? id}
            picture={picture}
            reading={reading}
            isStored={file === undefined}
            open={(chosen) => setFile({ file: chosen, id: undefined })}
          />
        )}
      </div>
    </article>
  )
}

function titleOf({ picture: { overview } }: Extract<TraceState, { kind: 'read' }>): string {
  const text = overview.url === '' ? overview.name : `${overview.method} ${overview.url}`
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function PartLinks({
  id,
  part,
  isStored,
}: {
  readonly id: string
  readonly part: Part
  /** The server knows the map only of what it stored. */
  readonly isStored: boolean
}) {
  const link = useLink()
  const to = (one: Part) => {
    const path = `/traces/${encodeURIComponent(id)}`
    if (one === 'raw') return link(`${path}/raw`)
    return link(path, one === 'timeline' ? {} : { extra: { show: one } })
  }
  return (
    <nav className={styles.parts} aria-label="Parts of the trace">
      {parts
        .filter((one) => isStored || one.part !== 'map')
        .map(({ part: one, name }) => (
          <Link key={one} href={to(one)} className={styles.part} aria-current={one === part ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      {isStored && (
        <Link href={link(`/compare/traces/${encodeURIComponent(id)}`)} className={styles.part}>
          Compare with…
        </Link>
      )}
    </nav>
  )
}

function NotYet({ state, id }: { readonly state: Exclude<TraceState, { kind: 'read' }>; readonly id: string }) {
  const link = useLink()
  if (state.kind === 'failed') return <Failure error={state.problem} retry={state.retry} />
  if (state.kind === 'reading')
    return (
      <p className={styles.reading} role="status" data-loading="">
        Loading the trace…{state.bytes > 2e6 && ` ${bytesText(state.bytes)}`}
      </p>
    )
  const { rejections } = state.opened
  return (
    <Empty title={rejections.length > 0 ? 'This file has no document that can be read' : `There is no trace ${id}`}>
      {rejections[0] && <p>{rejections[0].reason}</p>}
      <p>
        It may be older than the data that is kept, or its segments were rejected.{' '}
        <Link href={link('/health')}>Look at health</Link> or <Link href={link('/')}>go to the map</Link>.
      </p>
    </Empty>
  )
}

function FileNotice({
  name,
  opened,
  choose,
  close,
}: {
  readonly name: string
  readonly opened: {
    readonly id: string | undefined
    readonly ids: readonly string[]
    readonly rejections: readonly { readonly reason: string }[]
  }
  readonly choose: (id: string) => void
  readonly close: () => void
}) {
  return (
    <div className={styles.notice}>
      <span>
        From the file <bdi>{name}</bdi>, put together in this browser; nothing was sent.
        {opened.rejections.length > 0 && ` ${opened.rejections.length} left out: ${opened.rejections[0]?.reason}`}
      </span>
      {opened.ids.length > 1 && (
        <select aria-label="Trace of the file" value={opened.id} onChange={(event) => choose(event.target.value)}>
          {opened.ids.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
      <button type="button" onClick={close}>
        Close the file
      </button>
    </div>
  )
}
