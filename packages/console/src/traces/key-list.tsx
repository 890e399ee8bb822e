import type { TraceKey, TraceSetQuestion } from '@roentgen/api'
import { useState } from 'react'
import { FindList } from '../design/find-list.tsx'
import { counted } from '../format/numbers.ts'
import { keyName } from '../format/trace-keys.ts'
import styles from './key-menu.module.css'
import { keysFor, type OfferedKey } from './offered-keys.ts'
import { useAnnotationKeys } from './use-annotation-keys.ts'
import { useSettled } from './use-settled.ts'

interface KeyListProps {
  readonly set: TraceSetQuestion
  readonly chosen: TraceKey
  readonly onChoose: (key: TraceKey) => void
}

/** A box to find a key in, and the keys under it, annotations as traces of the set have them. */
export function KeyList({ set, chosen, onChoose }: KeyListProps) {
  const [sought, setSought] = useState('')
  const { data: annotations, isAsking, error } = useAnnotationKeys(set, useSettled(sought.trim()))
  const offers = keysFor(sought, annotations ?? [])
  return (
    <FindList
      label="Find a key or an annotation"
      sought={sought}
      onSeek={setSought}
      name="Keys"
      offers={offers}
      keyOf={({ key }) => key}
      chosen={chosen}
      onChoose={({ key }) => onChoose(key)}
      show={shown}
      note={
        error
          ? 'Annotations could not be asked for.'
          : isAsking
            ? 'Looking for annotations…'
            : offers.length === 0
              ? 'Neither a key nor an annotation has that in its name.'
              : ''
      }
    />
  )
}

function shown({ key, count }: OfferedKey) {
  return (
    <>
      <bdi>{keyName(key).slice(0, 120)}</bdi>
      {count !== undefined && <span className={styles.count}>{counted(count, 'trace')}</span>}
    </>
  )
}
