import { type KeyboardEvent, useId, useState } from 'react'
import controls from '../design/controls.module.css'
import { typeText } from '../format/entity-types.ts'
import styles from './find-node.module.css'
import { foundNodes } from './found-nodes.ts'
import type { MapGraph } from './graph.ts'

interface FindNodeProps {
  readonly graph: MapGraph
  readonly onFind: (id: number) => void
}

/** A box that proposes nodes while someone types; Enter opens the marked one. */
export function FindNode({ graph, onFind }: FindNodeProps) {
  const [text, setText] = useState('')
  const [marked, setMarked] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const list = useId()
  const found = isOpen ? foundNodes(graph, text) : []
  const take = (id: number) => {
    setText('')
    setOpen(false)
    onFind(id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const node = found[marked]
    if (event.key === 'ArrowDown') setMarked(Math.min(marked + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setMarked(Math.max(marked - 1, 0))
    else if (event.key === 'Enter' && node !== undefined) take(node.id)
    else if (event.key === 'Escape' && isOpen) setOpen(false)
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.find}>
      <input
        type="text"
        role="combobox"
        aria-label="Find a node"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found[marked] === undefined ? undefined : `${list}-${marked}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Find a node"
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          setMarked(0)
          setOpen(target.value.trim() !== '')
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <div
        id={list}
        role="listbox"
        aria-label="Nodes"
        className={`${controls.raised} ${styles.list}`}
        hidden={found.length === 0}
      >
        {found.map((node, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys.
          <div
            key={node.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            className={styles.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(node.id)}
          >
            <bdi>{node.kind === 'client' ? `Clients of ${node.name}` : node.name}</bdi>
            <small>{typeText(node.type)}</small>
          </div>
        ))}
      </div>
      <p className="unseen" role="status">
        {isOpen && found.length === 0 ? 'No node has this name' : ''}
      </p>
    </div>
  )
}
