import { useEffect, useSyncExternalStore } from 'react'
import { ContrastIcon } from '../design/icons.tsx'
import { choiceOf, useChoice } from '../view/choice.ts'
import styles from './controls.module.css'

type Theme = 'light' | 'dark'

const theme = choiceOf<Theme>('roentgen.theme', ['light', 'dark'])
const darkness = matchMedia('(prefers-color-scheme: dark)')

function followSystem(changed: () => void): () => void {
  darkness.addEventListener('change', changed)
  return () => darkness.removeEventListener('change', changed)
}

/** Light or dark: as the system prefers until someone chooses. */
export function ThemeSwitch() {
  const isSystemDark = useSyncExternalStore(followSystem, () => darkness.matches)
  const shown = useChoice(theme) ?? (isSystemDark ? 'dark' : 'light')
  useEffect(() => {
    document.documentElement.dataset.theme = shown
  }, [shown])
  const other = shown === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className={styles.icon}
      aria-label={`Switch to ${other} colours`}
      title={`Switch to ${other} colours`}
      onClick={() => theme.choose(other)}
    >
      <ContrastIcon />
    </button>
  )
}
