import { useEffect, useRef } from 'react'
import { type KeyName, keyOf } from './keymap.ts'

/** How long the first of two presses is remembered, ms. */
const patience = 1500

/** Does what a key of the keymap means, while the component is there and nobody types. */
export function useKeys(actions: Partial<Record<KeyName, () => void>>): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    let before: { readonly key: string; readonly at: number } | undefined
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return
      const recent = before !== undefined && event.timeStamp - before.at < patience ? before.key : undefined
      before = { key: event.key, at: event.timeStamp }
      const name = keyOf(event, recent)
      const action = name === undefined ? undefined : latest.current[name]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
