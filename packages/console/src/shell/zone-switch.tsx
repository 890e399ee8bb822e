import { useKeys } from '../keys/use-keys.ts'
import { useZone } from '../view/zone.ts'
import styles from './zone-switch.module.css'

const zones = [
  { zone: 'local', name: 'Local time' },
  { zone: 'utc', name: 'UTC' },
] as const

export function ZoneSwitch() {
  const { zone: chosen, setZone } = useZone()
  return (
    <fieldset className={styles.whole}>
      <legend className="unseen">Times are written in</legend>
      {zones.map(({ zone, name }) => (
        <label key={zone} className={styles.side}>
          <input type="radio" name="zone" checked={zone === chosen} onChange={() => setZone(zone)} />
          {name}
        </label>
      ))}
    </fieldset>
  )
}

/** The key for it works wherever the switch is. */
export function ZoneKey() {
  const { zone, setZone } = useZone()
  useKeys({ zone: () => setZone(zone === 'utc' ? 'local' : 'utc') })
  return null
}
