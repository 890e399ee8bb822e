import { useState } from 'react'
import controls from '../../design/controls.module.css'
import { Dialog } from '../../design/dialog.tsx'
import { logsAddress, logsTemplate } from '../../settings/logs-template.ts'
import { LogsTemplateForm } from '../../settings/logs-template-form.tsx'
import { useChoice } from '../../view/choice.ts'
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
  const template = useChoice(logsTemplate) ?? ''
  const [isAsked, setIsAsked] = useState(false)
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
      <button type="button" className={controls.plain} aria-haspopup="dialog" onClick={() => setIsAsked(true)}>
        {address === undefined ? 'View logs…' : 'Change'}
      </button>
      {isAsked && (
        <Dialog title="Where the logs are" onClose={() => setIsAsked(false)}>
          <LogsTemplateForm onKept={() => setIsAsked(false)}>
            <button type="button" className={controls.secondary} onClick={() => setIsAsked(false)}>
              Cancel
            </button>
          </LogsTemplateForm>
        </Dialog>
      )}
    </span>
  )
}
