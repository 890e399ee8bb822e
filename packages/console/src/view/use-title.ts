import { useEffect } from 'react'

/** Names the page in the browser's tab and history: `Map – Roentgen`. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Roentgen' : `${title} – Roentgen`
  }, [title])
}
