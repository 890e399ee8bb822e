import { useEffect, useState } from 'react'
import styles from './copy-button.module.css'
import { CheckIcon, CopyIcon } from './icons.tsx'

const said = { copied: 'Copied', refused: 'The browser does not allow it' } as const

/** Puts a text on the clipboard, and says so. @param what what is copied, as its name says it: `Copy the snippet` */
export function CopyButton({ text, what }: { readonly text: string | (() => string); readonly what: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()
  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), 2000)
    return () => clearTimeout(timer)
  }, [outcome])
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={() =>
        void copied(typeof text === 'string' ? text : text()).then((isCopied) =>
          setOutcome(isCopied ? 'copied' : 'refused'),
        )
      }
    >
      {outcome === 'copied' ? <CheckIcon /> : <CopyIcon />}
      <span role="status">{outcome && said[outcome]}</span>
    </button>
  )
}

/** Browsers give the clipboard to pages from this machine or over TLS; others still know the old command. */
async function copied(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'unseen'
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  return isCopied
}
