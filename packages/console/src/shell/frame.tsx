import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import controls from '../design/controls.module.css'
import { Disclosure } from '../design/disclosure.tsx'
import { GearIcon, HelpIcon, MenuIcon } from '../design/icons.tsx'
import { useKeys } from '../keys/use-keys.ts'
import { useLink } from '../view/use-view.ts'
import styles from './frame.module.css'
import { GroupPicker } from './group-picker.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LiveSwitch } from './live-switch.tsx'
import { PageLinks } from './page-links.tsx'
import { RangePicker } from './range-picker.tsx'
import { SearchBox } from './search-box.tsx'
import { ServerNotice } from './server-notice.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { ZoneKey } from './zone-switch.tsx'

/** What stands around every page: name, navigation, search, group, range. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const link = useLink()
  const [path, navigate] = useLocation()
  const [isHelpOpen, setHelpOpen] = useState(false)
  useKeys({
    help: () => setHelpOpen(!isHelpOpen),
    map: () => navigate(link('/')),
    traces: () => navigate(link('/traces')),
    compare: () => navigate(link('/compare')),
    groups: () => navigate(link('/groups')),
    health: () => navigate(link('/health')),
    start: () => navigate(link('/start')),
    settings: () => navigate(link('/settings')),
  })
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
          <PageLinks />
        </nav>
        <SearchBox />
        <div className={styles.scope}>
          <GroupPicker />
          <RangePicker />
        </div>
        <div className={styles.tools}>
          <LiveSwitch />
          <ThemeSwitch />
          <Link
            href={link('/settings')}
            className={`${controls.icon} ${styles.settings}`}
            aria-label="Settings"
            title="Settings"
            aria-current={path === '/settings' ? 'page' : undefined}
          >
            <GearIcon />
          </Link>
          <button
            type="button"
            className={controls.icon}
            aria-label="Keys and help"
            title="Keys and help (?)"
            aria-haspopup="dialog"
            onClick={() => setHelpOpen(true)}
          >
            <HelpIcon />
          </button>
        </div>
        <div className={styles.menu}>
          <Disclosure name="Pages" label={<MenuIcon />}>
            {(close) => (
              <nav className={styles.menuPages} aria-label="Pages">
                <PageLinks onFollow={close} />
              </nav>
            )}
          </Disclosure>
        </div>
      </header>
      <ServerNotice />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <main id="page" className={styles.page} tabIndex={0}>
        {children}
      </main>
      {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
      <ZoneKey />
    </div>
  )
}
