import { useSyncExternalStore } from 'react'
import { choiceOf, useChoice } from './choice.ts'

export type Theme = 'light' | 'dark'

const theme = choiceOf<Theme>('roentgen.theme', ['light', 'dark'])
const darkness = matchMedia('(prefers-color-scheme: dark)')

function followSystem(changed: () => void): () => void {
  darkness.addEventListener('change', changed)
  return () => darkness.removeEventListener('change', changed)
}

/** Light or dark: as the system prefers until someone chooses, and again when nothing is chosen. */
export function useTheme(): {
  readonly chosen: Theme | undefined
  readonly shown: Theme
  readonly choose: (chosen: Theme | undefined) => void
} {
  const isSystemDark = useSyncExternalStore(followSystem, () => darkness.matches)
  const chosen = useChoice(theme)
  return { chosen, shown: chosen ?? (isSystemDark ? 'dark' : 'light'), choose: theme.choose }
}
