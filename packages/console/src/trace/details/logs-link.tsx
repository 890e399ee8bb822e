import { useRef, useState } from 'react'
import { logsAddress, logsFields, logsTemplatePlace, templateFault } from '../logs-template.ts'
import type { Row } from '../row.ts'
import styles from './details.module.css'

/** To the logs of a row, by the template in the settings; without one the way to give it. */
export function LogsLink({
  traceId,
  service,
  start,
  row,
}: {
  readonly traceId: string
  readonly service: string
  /** Of the trace, seconds since the epoch. */
  readonly start: number
  readonly row: Row
}) {
  const [template, setTemplate] = useState(() => localStorage.getItem(logsTemplatePlace) ?? '')
  const dialog = useRef<HTMLDialogElement>(null)
  const iso = (micros: number) => new Date((start + micros / 1e6) * 1000).toISOString()
  const address = logsAddress(template, {
    traceId,
    service,
    start: iso(row.start - row.skew),
    end: iso((row.end ?? row.start) - row.skew),
  })
  return (
    <span className={styles.logs}>
      {address !== undefined && (
        <a href={address} target="_blank" rel="noreferrer">
          View logs
        </a>
      )}
      <button type="button" className={styles.link} onClick={() => dialog.current?.showModal()}>
        {address === undefined ? 'View logs…' : 'Change'}
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-label="Where the logs are">
        <TemplateForm
          template={template}
          keep={(kept) => {
            if (kept === '') localStorage.removeItem(logsTemplatePlace)
            else localStorage.setItem(logsTemplatePlace, kept)
            setTemplate(kept)
            dialog.current?.close()
          }}
          cancel={() => dialog.current?.close()}
        />
      </dialog>
    </span>
  )
}

function TemplateForm({
  template,
  keep,
  cancel,
}: {
  readonly template: string
  readonly keep: (template: string) => void
  readonly cancel: () => void
}) {
  const [text, setText] = useState(template)
  const [fault, setFault] = useState<string>()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const wrong = text.trim() === '' ? undefined : templateFault(text.trim())
        setFault(wrong)
        if (wrong === undefined) keep(text.trim())
      }}
    >
      <h2>Where the logs are</h2>
      <p>
        The address of your log search. It is kept in this browser. {logsFields.map((field) => `{${field}}`).join(', ')}{' '}
        are filled in.
      </p>
      <label>
        Address
        <input
          type="text"
          value={text}
          placeholder="https://logs.example/search?q={traceId}&from={start}&to={end}"
          aria-invalid={fault !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {fault !== undefined && (
        <p role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
      <p className={styles.actions}>
        <button type="submit">Keep</button>
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </p>
    </form>
  )
}
