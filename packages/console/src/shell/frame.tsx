import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import { useLink } from '../view/use-view.ts'
import styles from './frame.module.css'
import { GroupSelect } from './group-select.tsx'
import { RangeSelect } from './range-select.tsx'
import { SearchBox } from './search-box.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

const pages = [
  { path: '/', name: 'Map' },
  { path: '/traces', name: 'Traces' },
  { path: '/health', name: 'Health' },
  { path: '/start', name: 'Send traces' },
] as const

/** What stands around every page: name, navigation, search, group, range. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const link = useLink()
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#page">
        Skip to the page
      </a>
      <header className={styles.bar}>
        <Link href={link('/')} className={styles.name}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          Roentgen
        </Link>
        <nav className={styles.nav} aria-label="Pages">
          {pages.map(({ path, name }) => (
            <NavLink key={path} path={path} name={name} />
          ))}
        </nav>
        <SearchBox />
        <GroupSelect />
        <RangeSelect />
        <ThemeSwitch />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <main id="page" className={styles.page} tabIndex={0}>
        {children}
      </main>
    </div>
  )
}

function NavLink({ path, name }: { readonly path: string; readonly name: string }) {
  const link = useLink()
  const [isHere] = useRoute(path)
  return (
    <Link href={link(path)} className={styles.link} aria-current={isHere ? 'page' : undefined}>
      {name}
    </Link>
  )
}
