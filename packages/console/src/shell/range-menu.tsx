import controls from '../design/controls.module.css'
import { Disclosure } from '../design/disclosure.tsx'
import { CheckIcon, ChevronIcon, ClockIcon } from '../design/icons.tsx'
import { spanText, stretchText, type Zone } from '../format/times.ts'
import { lastSeconds, printRange, type Range } from '../view/range.ts'
import { useZone } from '../view/zone.ts'
import { FixedRangeForm } from './fixed-range-form.tsx'
import styles from './range-menu.module.css'
import { ZoneSwitch } from './zone-switch.tsx'

interface RangeMenuProps {
  /** `Time range`, of what the range is. */
  readonly name: string
  readonly range: Range
  readonly onChoose: (range: Range) => void
}

/** A stretch of time: the last so long, or between two moments. */
export function RangeMenu({ name, range, onChoose }: RangeMenuProps) {
  const { zone } = useZone()
  const label = rangeText(range, zone)
  return (
    <Disclosure
      name={`${name}: ${label}`}
      label={
        <>
          <ClockIcon />
          <span className={controls.cut}>{label}</span>
          <ChevronIcon />
        </>
      }
    >
      {(close) => (
        <div className={styles.panel}>
          <ul className={styles.spans} aria-label="The last">
            {lastSeconds.map((seconds) => {
              const own: Range = { kind: 'last', seconds }
              const isChosen = printRange(own) === printRange(range)
              return (
                <li key={seconds}>
                  <button
                    type="button"
                    className={controls.item}
                    aria-current={isChosen || undefined}
                    onClick={() => {
                      onChoose(own)
                      close()
                    }}
                  >
                    {rangeText(own, zone)}
                    {isChosen && <CheckIcon />}
                  </button>
                </li>
              )
            })}
          </ul>
          <div className={styles.own}>
            <FixedRangeForm
              key={`${printRange(range)} ${zone}`}
              range={range}
              zone={zone}
              onChoose={(chosen) => {
                onChoose(chosen)
                close()
              }}
            />
            <ZoneSwitch />
          </div>
        </div>
      )}
    </Disclosure>
  )
}

function rangeText(range: Range, zone: Zone): string {
  return range.kind === 'last'
    ? `Last ${spanText(range.seconds).replace(/^1 /, '')}`
    : stretchText(range.start, range.end, zone)
}
