import { type ReactNode, useState } from 'react'
import controls from '../design/controls.module.css'
import { Switcher } from '../design/switcher.tsx'
import { dateTimeText } from '../format/times.ts'
import { beginning } from '../live/beginning.ts'
import { useLive } from '../live/live.tsx'
import { useChoice } from '../view/choice.ts'
import { storage } from '../view/storage.ts'
import { type Theme, useTheme } from '../view/theme.ts'
import { useTitle } from '../view/use-title.ts'
import { useZone } from '../view/zone.ts'
import { forget, keptHere } from './kept-here.ts'
import { LogsTemplateForm } from './logs-template-form.tsx'
import styles from './settings-page.module.css'

/** What a person chooses for this browser: how the console looks, writes times and follows, and where the logs are. */
export default function SettingsPage() {
  useTitle('Settings')
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Settings</h1>
        <p className={controls.soft}>
          Kept in this browser, for this address alone. How the server runs is set where it is started; how it does
          stands under Health.
        </p>
      </header>
      <ThemeSetting />
      <ZoneSetting />
      <LiveSetting />
      <Setting title="View logs">
        <LogsTemplateForm />
      </Setting>
      <KeptSetting />
    </div>
  )
}

function Setting({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={controls.card}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  )
}

function ThemeSetting() {
  const { chosen, choose } = useTheme()
  return (
    <Setting title="Colours">
      <Switcher<Theme | 'system'>
        label="Colours"
        options={[
          { value: 'system', name: 'As the system' },
          { value: 'light', name: 'Light' },
          { value: 'dark', name: 'Dark' },
        ]}
        value={chosen ?? 'system'}
        onChange={(value) => choose(value === 'system' ? undefined : value)}
      />
    </Setting>
  )
}

function ZoneSetting() {
  const { zone, setZone } = useZone()
  return (
    <Setting title="Times">
      <Switcher
        label="Times are written in"
        options={[
          { value: 'local', name: 'Local time' },
          { value: 'utc', name: 'UTC' },
        ]}
        value={zone}
        onChange={setZone}
      />
      <p className={controls.soft}>
        Now it is <code>{dateTimeText(Date.now() / 1000, zone)}</code>. <kbd>u</kbd> changes it anywhere.
      </p>
    </Setting>
  )
}

function LiveSetting() {
  const begins = useChoice(beginning) ?? 'follow'
  const { setPaused } = useLive()
  return (
    <Setting title="Live updates">
      <Switcher
        label="A page that is opened"
        options={[
          { value: 'follow', name: 'Follow what comes in' },
          { value: 'pause', name: 'Wait until asked' },
        ]}
        value={begins}
        onChange={(value) => {
          beginning.choose(value)
          setPaused(value === 'pause')
        }}
      />
      <p className={controls.soft}>
        What a page does when it is opened. <kbd>p</kbd> and the button above pause it or let it go on.
      </p>
    </Setting>
  )
}

function KeptSetting() {
  const [kept, setKept] = useState(() => keptHere(storage))
  return (
    <Setting title="Kept in this browser">
      {kept.length === 0 && <p className={controls.soft}>Nothing else: no queries, no places of nodes.</p>}
      <ul className={styles.kept}>
        {kept.map((one) => (
          <li key={one.what}>
            {one.what}
            <button
              type="button"
              className={controls.secondary}
              aria-label={`Forget: ${one.what}`}
              onClick={() => {
                forget(storage, one)
                setKept(keptHere(storage))
              }}
            >
              Forget
            </button>
          </li>
        ))}
      </ul>
    </Setting>
  )
}
