import controls from '../design/controls.module.css'
import { CloseIcon } from '../design/icons.tsx'
import { counted } from '../format/numbers.ts'
import type { MapNode } from './graph.ts'
import styles from './newcomers-note.module.css'

interface NewcomersNoteProps {
  /** Those that came where nobody looks. */
  readonly nodes: readonly MapNode[]
  readonly onShow: () => void
  readonly onClose: () => void
}

/** Says that nodes came outside of what is seen, and leads to them. */
export function NewcomersNote({ nodes, onShow, onClose }: NewcomersNoteProps) {
  const [only] = nodes
  return (
    <p role="status" className={`${controls.raised} ${styles.note}`} hidden={only === undefined}>
      {only !== undefined && (
        <>
          <span className={styles.text}>
            {nodes.length === 1 ? (
              <>
                New: <bdi>{only.kind === 'client' ? `Clients of ${only.name}` : only.name}</bdi>
              </>
            ) : (
              counted(nodes.length, 'new node')
            )}
            , outside of what you see
          </span>
          <button type="button" className={`${controls.compact} ${styles.show}`} onClick={onShow}>
            Show
          </button>
          <button type="button" className={`${controls.icon} ${styles.close}`} aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </>
      )}
    </p>
  )
}
