import { type ReactNode, useEffect, useId, useRef } from 'react'
import controls from './controls.module.css'
import styles from './dialog.module.css'
import { CloseIcon } from './icons.tsx'

/** A ref for the field of a dialog that people come to fill in: the focus begins there, whether it is there first or comes later. */
export function beginsHere(field: HTMLElement | null): void {
  field?.setAttribute('autofocus', '')
  field?.focus()
}

/** Over the page until it is closed: by its button, Escape, or a press outside. The browser keeps the focus inside. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the press outside is for pointers; Escape does the same
    <dialog
      ref={ref}
      className={`${controls.raised} ${styles.dialog}`}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className={styles.inside}>
        <header className={styles.head}>
          <h2 id={heading}>{title}</h2>
          <button type="button" className={controls.icon} aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
