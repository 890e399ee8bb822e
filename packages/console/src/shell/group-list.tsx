import { useEffect, useId, useRef, useState } from 'react'
import controls from '../design/controls.module.css'
import type { Group } from '../wire/groups.ts'
import { fittingGroups } from './fitting-groups.ts'
import styles from './group-list.module.css'

interface GroupListProps {
  readonly groups: readonly Group[]
  readonly chosen: string
  readonly onChoose: (name: string) => void
}

/** A box to find a group in, and the groups under it; arrows and Enter choose. */
export function GroupList({ groups, chosen, onChoose }: GroupListProps) {
  const [sought, setSought] = useState('')
  const [active, setActive] = useState(0)
  const list = useId()
  const field = useRef<HTMLInputElement>(null)
  const offers = fittingGroups(groups, chosen, sought)
  const at = Math.min(active, offers.length - 1)
  useEffect(() => field.current?.focus(), [])
  return (
    <div className={styles.panel}>
      <input
        ref={field}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={at < 0 ? undefined : `${list}-${at}`}
        aria-label="Find a group"
        placeholder="Find a group"
        className={controls.field}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          const offer = offers[at]
          if (step !== undefined) setActive((at + step + offers.length) % Math.max(1, offers.length))
          else if (event.key === 'Enter' && offer !== undefined) onChoose(offer.name)
          else return
          event.preventDefault()
        }}
      />
      <div id={list} role="listbox" aria-label="Groups" className={styles.list}>
        {offers.map(({ name, filter }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the focus and hears the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the box above names the active one
          <div
            key={name}
            id={`${list}-${index}`}
            role="option"
            aria-selected={name === chosen}
            className={`${styles.offer} ${index === at ? styles.active : ''}`}
            onClick={() => onChoose(name)}
            onPointerMove={() => setActive(index)}
          >
            <span>{name}</span>
            {filter !== '' && <code className={styles.filter}>{filter}</code>}
          </div>
        ))}
      </div>
      {offers.length === 0 && <p className={styles.none}>No group has that in its name or filter.</p>}
    </div>
  )
}
