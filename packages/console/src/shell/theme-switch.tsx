import { useEffect, useState } from 'react'
import styles from './controls.module.css'

type Theme = 'light' | 'dark'

const place = 'roentgen.theme'

function chosen(): Theme | undefined {
  const kept = localStorage.getItem(place)
  return kept === 'light' || kept === 'dark' ? kept : undefined
}

function preferred(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Light or dark: as the system prefers until someone chooses. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(() => chosen() ?? preferred())
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => setTheme(chosen() ?? preferred())
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className={styles.icon}
      aria-label={`Switch to ${other} colours`}
      title={`Switch to ${other} colours`}
      onClick={() => {
        localStorage.setItem(place, other)
        setTheme(other)
      }}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <title>Colours</title>
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
      </svg>
    </button>
  )
}
