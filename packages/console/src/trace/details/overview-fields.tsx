import { isObject, type JsonValue } from '@roentgen/trace'
import controls from '../../design/controls.module.css'
import { CopyButton } from '../../design/copy-button.tsx'
import { durationText } from '../../format/numbers.ts'
import { dateTimeText } from '../../format/times.ts'
import { useZone } from '../../view/zone.ts'
import type { Overview } from '../overview.ts'
import type { Row } from '../row.ts'
import type { Details, Neighbour } from '../trace-reader.ts'
import styles from './details.module.css'
import { Field, Fields } from './fields.tsx'

export function OverviewFields({
  row,
  details,
  overview,
  go,
}: {
  readonly row: Row
  readonly details: Details
  readonly overview: Overview
  readonly go: (key: string) => void
}) {
  const { document, caller, segment, callees } = details
  const http = isObject(document.http) ? document.http : {}
  const request = isObject(http.request) ? http.request : {}
  const response = isObject(http.response) ? http.response : {}
  const aws = isObject(document.aws) ? document.aws : {}
  const { zone } = useZone()
  const time = (micros: number) => dateTimeText(overview.start + (micros - row.skew) / 1e6, zone, true)
  const sum = (path: readonly number[]) =>
    path.reduce((all, end, at) => (at % 2 === 1 ? all + end - (path[at - 1] ?? 0) : all), 0)
  const waited = sum(row.critical)
  return (
    <>
      <Fields>
        <Field name={row.kind === 'subsegment' ? 'Subsegment ID' : 'Segment ID'}>
          {text(document.id) && (
            <>
              <code>{text(document.id)}</code>
              <CopyButton text={text(document.id) ?? ''} what="the id" />
            </>
          )}
        </Field>
        <Field name="Parent ID">{text(document.parent_id) && <code>{text(document.parent_id)}</code>}</Field>
        <Field name="Name">{row.name}</Field>
        <Field name="Origin">{text(document.origin)}</Field>
        <Field name="Namespace">{text(document.namespace)}</Field>
        <Field name="User">{text(document.user)}</Field>
        {row.kind === 'inferred' && (
          <Field name="Inferred">Made from its caller’s words: it sent nothing itself.</Field>
        )}
        <Links name="Called by" neighbours={caller === undefined ? [] : [caller]} go={go} />
        {segment.key !== details.key && <Links name="Segment" neighbours={[segment]} go={go} />}
        <Links name="Answered by" neighbours={callees} go={go} />
      </Fields>
      <Fields title="Time">
        <Field name="Start">{time(row.start)}</Field>
        <Field name="End">{row.end === undefined ? 'Pending' : time(row.end)}</Field>
        <Field name="Duration">{row.end !== undefined && durationText((row.end - row.start) / 1e6)}</Field>
        <Field name="Self time">{row.self !== undefined && durationText(row.self / 1e6)}</Field>
        {waited > 0 && <Field name="On the critical path">{durationText(waited / 1e6)}</Field>}
        {row.skew !== 0 && (
          <Field name="Clock">
            {`Behind its caller’s: drawn ${durationText(row.skew / 1e6)} later. The times here are those that were sent.`}
          </Field>
        )}
      </Fields>
      <Fields title="Errors and faults">
        <Field name="Error">{String(document.error === true)}</Field>
        <Field name="Fault">{String(document.fault === true)}</Field>
        {document.throttle === true && <Field name="Throttled">true</Field>}
      </Fields>
      {(Object.keys(http).length > 0 || Object.keys(aws).length > 0) && (
        <Fields title="Request and response">
          <Field name="Method">{text(request.method)}</Field>
          <Field name="URL">{text(request.url)}</Field>
          <Field name="Operation">{text(aws.operation)}</Field>
          <Field name="Response code">{row.status === undefined ? undefined : String(row.status)}</Field>
          <Field name="Content length">{scalar(response.content_length)}</Field>
          <Field name="Client IP">{text(request.client_ip)}</Field>
          <Field name="User agent">{text(request.user_agent)}</Field>
          {request.x_forwarded_for === true && <Field name="Client IP from">X-Forwarded-For</Field>}
        </Fields>
      )}
    </>
  )
}

function Links({
  name,
  neighbours,
  go,
}: {
  readonly name: string
  readonly neighbours: readonly Neighbour[]
  readonly go: (key: string) => void
}) {
  if (neighbours.length === 0) return null
  return (
    <Field name={name}>
      <span className={styles.links}>
        {neighbours.map(({ key, name: called }) => (
          <button key={key} type="button" className={controls.plain} onClick={() => go(key)}>
            <bdi>{called}</bdi>
          </button>
        ))}
      </span>
    </Field>
  )
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function scalar(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
