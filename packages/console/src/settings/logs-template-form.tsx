import { type ReactNode, useId, useState } from 'react'
import controls from '../design/controls.module.css'
import { useChoice } from '../view/choice.ts'
import { logsAddress, logsFields, logsTemplate, sampleFields, templateFault } from './logs-template.ts'
import styles from './logs-template-form.module.css'

interface LogsTemplateFormProps {
  readonly onKept?: () => void
  /** Beside the button. */
  readonly children?: ReactNode
}

/** Where the logs are: an address with fields, tried out on an example while it is written. */
export function LogsTemplateForm({ onKept, children }: LogsTemplateFormProps) {
  const kept = useChoice(logsTemplate) ?? ''
  const [text, setText] = useState(kept)
  const [fault, setFault] = useState<string>()
  const [isKept, setIsKept] = useState(false)
  const note = useId()
  const template = text.trim()
  const example = logsAddress(template, sampleFields)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        const wrong = template === '' ? undefined : templateFault(template)
        setFault(wrong)
        if (wrong !== undefined) return
        logsTemplate.choose(template === '' ? undefined : template)
        setIsKept(true)
        onKept?.()
      }}
    >
      <p>
        The address of your log search. {logsFields.map((field) => `{${field}}`).join(', ')} are filled in from the
        segment that is looked at; times as <code>{sampleFields.start}</code>.
      </p>
      <label>
        Address
        <input
          type="text"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          className={`${controls.field} ${styles.address}`}
          value={text}
          placeholder="https://logs.example/search?q={traceId}&from={start}&to={end}"
          aria-invalid={fault !== undefined}
          aria-describedby={note}
          onChange={(event) => {
            setText(event.target.value)
            setFault(undefined)
            setIsKept(false)
          }}
        />
      </label>
      <div id={note} className={styles.note}>
        {fault !== undefined ? (
          <p role="alert" className={controls.problem}>
            {fault}
          </p>
        ) : (
          example !== undefined && (
            <p className={controls.soft}>
              For example <code>{example}</code>
            </p>
          )
        )}
      </div>
      <p className={styles.actions}>
        <button type="submit" className={controls.primary} disabled={template === kept}>
          Keep
        </button>
        {children}
        <span role="status" className={controls.soft}>
          {isKept && (kept === '' ? 'Forgotten' : 'Kept in this browser')}
        </span>
      </p>
    </form>
  )
}
