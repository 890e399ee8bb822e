import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import controls from './controls.module.css'
import styles from './find-list.module.css'

interface FindListProps<Offer> {
  /** Of the box; what is written in it is the caller's, who offers what fits. */
  readonly label: string
  readonly sought: string
  readonly onSeek: (text: string) => void
  /** Of the list. */
  readonly name: string
  readonly offers: readonly Offer[]
  readonly keyOf: (offer: Offer) => string
  readonly chosen: string
  readonly onChoose: (offer: Offer) => void
  readonly show: (offer: Offer) => ReactNode
  /** Below the list, spoken when it changes; '' where there is nothing to say. */
  readonly note: string
}

/** A box to find something in, and what fits under it; arrows and Enter choose. */
export function FindList<Offer>(props: FindListProps<Offer>) {
  const { label, sought, onSeek, name, offers, keyOf, chosen, onChoose, show, note } = props
  const [active, setActive] = useState(0)
  const list = useId()
  const field = useRef<HTMLInputElement>(null)
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
        aria-label={label}
        placeholder={label}
        className={controls.field}
        value={sought}
        onChange={({ target }) => {
          onSeek(target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          const offer = offers[at]
          if (step !== undefined) setActive((at + step + offers.length) % Math.max(1, offers.length))
          else if (event.key === 'Enter' && offer !== undefined) onChoose(offer)
          else return
          event.preventDefault()
        }}
      />
      <div id={list} role="listbox" aria-label={name} className={styles.list}>
        {offers.map((offer, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the focus and hears the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the box above names the active one
          <div
            key={keyOf(offer)}
            id={`${list}-${index}`}
            role="option"
            aria-selected={keyOf(offer) === chosen}
            className={`${styles.offer} ${index === at ? styles.active : ''}`}
            onClick={() => onChoose(offer)}
            onPointerMove={() => setActive(index)}
          >
            {show(offer)}
          </div>
        ))}
      </div>
      <p className={styles.note} role="status">
        {note}
      </p>
    </div>
  )
}
