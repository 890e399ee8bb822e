import { isObject, type JsonObject } from '@roentgen/trace'
import { useEffect, useState } from 'react'
import controls from '../../design/controls.module.css'
import { CloseIcon } from '../../design/icons.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { type Tab, Tabs } from '../../design/tabs.tsx'
import { causeOf } from '../exceptions.ts'
import type { Reading } from '../reading.ts'
import type { Row } from '../row.ts'
import type { Details, Picture } from '../trace-reader.ts'
import { AnnotationList } from './annotation-list.tsx'
import styles from './details.module.css'
import { ExceptionList } from './exception-list.tsx'
import { LogsLink } from './logs-link.tsx'
import { MetadataTree } from './metadata-tree.tsx'
import { OverviewFields } from './overview-fields.tsx'
import { ResourceFields } from './resource-fields.tsx'
import { SqlFields } from './sql-fields.tsx'

/** Everything about one row. */
export function DetailsPanel({
  row,
  picture,
  reading,
  traceId,
  go,
  close,
}: {
  readonly row: Row
  readonly picture: Picture
  readonly reading: Reading
  readonly traceId: string
  readonly go: (key: string) => void
  readonly close: () => void
}) {
  const details = useDetails(reading, row, picture)
  const [wanted, setWanted] = useState('overview')
  const tabs = details === undefined ? [] : tabsOf(details.document)
  const chosen = tabs.some(({ id }) => id === wanted) ? wanted : 'overview'
  return (
    <aside
      className={styles.panel}
      aria-label={`Details of ${row.name}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <header className={styles.head}>
        <div className={styles.names}>
          <h2>
            <bdi>{row.name}</bdi>
          </h2>
          <p className={styles.kind}>
            <StatusMark status={row.state} named />
            <bdi>{row.type === '' ? (row.kind === 'subsegment' ? 'Local work' : 'Segment') : row.type}</bdi>
          </p>
        </div>
        <LogsLink
          traceId={traceId}
          service={details?.segment.name ?? row.name}
          start={picture.overview.start}
          row={row}
        />
        <button type="button" className={controls.icon} aria-label="Close the details" onClick={close}>
          <CloseIcon />
        </button>
      </header>
      {details !== undefined && (
        <Tabs label="Details" tabs={tabs} chosen={chosen} choose={setWanted}>
          {chosen === 'overview' && <OverviewFields row={row} details={details} overview={picture.overview} go={go} />}
          {chosen === 'resources' && <ResourceFields document={details.document} />}
          {chosen === 'annotations' && (
            <AnnotationList annotations={details.document.annotations} start={picture.overview.start} />
          )}
          {chosen === 'metadata' && <MetadataTree document={details.document} />}
          {chosen === 'exceptions' && <ExceptionList details={details} go={go} />}
          {chosen === 'sql' && <SqlFields sql={details.document.sql} />}
        </Tabs>
      )}
    </aside>
  )
}

/** Those of the row before stay until the new ones are there. */
function useDetails(reading: Reading, { at }: Row, picture: Picture): Details | undefined {
  const [details, setDetails] = useState<Details>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a trace that was read again has other positions
  useEffect(() => {
    let isOver = false
    reading
      .ask('details', at)
      .then((answer) => isOver || setDetails(answer))
      .catch(() => undefined)
    return () => {
      isOver = true
    }
  }, [reading, at, picture])
  return details
}

function tabsOf(document: JsonObject): readonly Tab[] {
  const { annotations, metadata, otel, aws, service, sql } = document
  const cause = causeOf(document)
  return [
    { id: 'overview', name: 'Overview' },
    ...(isObject(aws) || isObject(service) ? [{ id: 'resources', name: 'Resources' }] : []),
    ...(isObject(annotations)
      ? [{ id: 'annotations', name: 'Annotations', count: Object.keys(annotations).length }]
      : []),
    ...(isObject(metadata) || isObject(otel) ? [{ id: 'metadata', name: 'Metadata' }] : []),
    ...(cause === undefined
      ? []
      : [
          {
            id: 'exceptions',
            name: 'Exceptions',
            count: cause.exceptions.length + Number(cause.reference !== undefined),
          },
        ]),
    ...(isObject(sql) ? [{ id: 'sql', name: 'SQL' }] : []),
  ]
}
