import type { TraceKey, TraceSetQuestion } from '@roentgen/api'
import { Disclosure } from '../design/disclosure.tsx'
import { ChevronIcon } from '../design/icons.tsx'
import { keyName } from '../format/trace-keys.ts'
import { KeyList } from './key-list.tsx'
import styles from './key-menu.module.css'

interface KeyMenuProps {
  readonly set: TraceSetQuestion
  readonly chosen: TraceKey
  readonly onChoose: (key: TraceKey) => void
}

/** By what traces are told apart: one of the keys, or any annotation. */
export function KeyMenu({ set, chosen, onChoose }: KeyMenuProps) {
  return (
    <Disclosure
      name={`Group by: ${keyName(chosen)}`}
      className={styles.button}
      label={
        <>
          <bdi className={styles.name}>{keyName(chosen)}</bdi>
          <ChevronIcon />
        </>
      }
    >
      {(close) => (
        <KeyList
          set={set}
          chosen={chosen}
          onChoose={(key) => {
            close()
            onChoose(key)
          }}
        />
      )}
    </Disclosure>
  )
}
