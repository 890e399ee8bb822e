import type { TraceKey, TraceSetQuestion } from '@roentgen/api'
import { useEffect, useId, useRef, useState } from 'react'
import controls from '../design/controls.module.css'
import { counted } from '../format/numbers.ts'
import { keyName } from '../format/trace-keys.ts'
import styles from './key-menu.module.css'
import { keysFor } from './offered-keys.ts'
import { useAnnotationKeys } from './use-annotation-keys.ts'
import { useSettled } from './use-settled.ts'

interface KeyListProps {
  readonly set: TraceSetQuestion
  readonly chosen: TraceKey
  readonly onChoose: (key: TraceKey) => void
}

/** A box to find a key in, and the keys under it, annotations as traces of the set have them; arrows and Enter choose. */
export function KeyList({ set, chosen, onChoose }: KeyListProps) {
  const [sought, setSought] = useState('')
  const [active, setActive] = useState(0)
  const list = useId()
  const field = useRef<HTMLInputElement>(null)
  const { data: annotations, isAsking, error } = useAnnotationKeys(set, useSettled(sought.trim()))
  const offers = keysFor(sought, annotations ?? [])
  const at = Math.min(active, offers.length - 1)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [list, at])
  return (
    <div className={styles.panel}>
      <input
        ref={field}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={at < 0 ? undefined : `${list}-${at}`}
        aria-label="Find a key or an annotation"
        placeholder="Find a key or an annotation"
        className={controls.field}
        value={sought}
        onChange={({ target }) => {
          setSought(target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          const offer = offers[at]
          if (step !== undefined) setActive((at + step + offers.length) % Math.max(1, offers.length))
          else if (event.key === 'Enter' && offer !== undefined) onChoose(offer.key)
          else return
          event.preventDefault()
        }}
      />
      <div id={list} role="listbox" aria-label="Keys" className={styles.list}>
        {offers.map(({ key, count }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the focus and hears the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the box above names the active one
          <div
            key={key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={key === chosen}
            className={`${styles.offer} ${index === at ? styles.active : ''}`}
            onClick={() => onChoose(key)}
            onPointerMove={() => setActive(index)}
          >
            <bdi>{keyName(key).slice(0, 120)}</bdi>
            {count !== undefined && <span className={styles.count}>{counted(count, 'trace')}</span>}
          </div>
        ))}
      </div>
      <p className={styles.note} role="status">
        {error
          ? 'Annotations could not be asked for.'
          : isAsking
            ? 'Looking for annotations…'
            : offers.length === 0
              ? 'Neither a key nor an annotation has that in its name.'
              : ''}
      </p>
    </div>
  )
}
