import controls from '../design/controls.module.css'
import { Disclosure } from '../design/disclosure.tsx'
import { CheckIcon, ChevronIcon, ClockIcon } from '../design/icons.tsx'
import { spanText, stretchText, type Zone } from '../format/times.ts'
import { lastSeconds, printRange, type Range } from '../view/range.ts'
import { useView } from '../view/use-view.ts'
import { useZone } from '../view/zone.ts'
import { FixedRangeForm } from './fixed-range-form.tsx'
import styles from './range-picker.module.css'
import { ZoneSwitch } from './zone-switch.tsx'

/** The stretch of time that all pages show. */
export function RangePicker() {
  const { range, change } = useView()
  const { zone } = useZone()
  const label = rangeText(range, zone)
  return (
    <Disclosure
      name={`Time range: ${label}`}
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
                      change({ range: own })
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
                change({ range: chosen })
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
