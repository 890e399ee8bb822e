import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import controls from './controls.module.css'
import styles from './disclosure.module.css'

interface DisclosureProps {
  /** What the button shows. */
  readonly label: ReactNode
  /** What it is called, where the label is not enough. */
  readonly name?: string
  readonly className?: string | undefined
  readonly children: (close: () => void) => ReactNode
}

/** A panel may be so wide: where there is less room to the right, it keeps to the right edge of its button. Pixels. */
const widest = 450

/** A button with a panel under it, closed by Escape, by a press elsewhere, and when the focus goes elsewhere. */
export function Disclosure({ label, name, className, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(false)
  const [keepsEnd, setKeepsEnd] = useState(false)
  const panel = useId()
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const onPointerDown = ({ target }: PointerEvent) => {
      if (target instanceof Node && !whole.current?.contains(target)) setOpen(false)
    }
    addEventListener('pointerdown', onPointerDown)
    return () => removeEventListener('pointerdown', onPointerDown)
  }, [isOpen])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears keys and focus of what is within, and is nothing itself
    <div
      ref={whole}
      className={styles.whole}
      onKeyDown={(event) => {
        if (!isOpen || event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !whole.current?.contains(relatedTarget)) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        className={`${styles.button} ${className ?? ''}`}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panel : undefined}
        aria-label={name}
        title={name}
        onClick={({ currentTarget }) => {
          setKeepsEnd(currentTarget.getBoundingClientRect().left + widest > innerWidth)
          setOpen(!isOpen)
        }}
      >
        {label}
      </button>
      {isOpen && (
        <div id={panel} className={`${controls.raised} ${styles.panel} ${keepsEnd ? styles.end : ''}`}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
