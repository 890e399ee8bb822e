import { useEffect, useState } from 'react'

/** What someone writes, when they paused: each question costs the engine. */
export function useSettled(text: string, patience = 200): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), patience)
    return () => clearTimeout(timer)
  }, [text, patience])
  return settled
}
