import { useEffect } from 'react'
import controls from '../design/controls.module.css'
import { ContrastIcon } from '../design/icons.tsx'
import { useTheme } from '../view/theme.ts'

/** Light or dark, by one press; the settings also have what the system prefers. */
export function ThemeSwitch() {
  const { shown, choose } = useTheme()
  useEffect(() => {
    document.documentElement.dataset.theme = shown
  }, [shown])
  const other = shown === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={`Switch to ${other} colours`}
      title={`Switch to ${other} colours`}
      onClick={() => choose(other)}
    >
      <ContrastIcon />
    </button>
  )
}
