import type { HealthReport } from '@roentgen/api'
import type { ReactNode } from 'react'
import controls from '../design/controls.module.css'
import { bytesText, counted, countText, durationText, rateText } from '../format/numbers.ts'
import { spanText } from '../format/times.ts'
import styles from './health-page.module.css'
import { Meter } from './meter.tsx'
import { droppedOf, type Rates } from './rates.ts'

interface HealthCardsProps {
  readonly report: HealthReport
  /** Undefined until two reports have come. */
  readonly rates: Rates | undefined
}

export function HealthCards({ report, rates }: HealthCardsProps) {
  return (
    <div className={styles.cards}>
      <Receiving report={report} rates={rates} />
      <Backlog report={report} />
      <Stored report={report} />
      <Disk report={report} />
    </div>
  )
}

function Receiving({ report, rates }: HealthCardsProps) {
  const { accepted, rejected } = report.received
  const perSecond = (rate: number | undefined) => (rate === undefined ? '…' : `${rateText(rate)} a second`)
  return (
    <Card title="Receiving">
      <Fact name="Over UDP" value={perSecond(rates?.udp)} more={`${counted(accepted.udp, 'document')} accepted`} />
      <Fact name="Over HTTP" value={perSecond(rates?.http)} more={`${counted(accepted.http, 'document')} accepted`} />
      <Fact
        name="Rejected"
        value={perSecond(rates?.rejected)}
        more={`${countText(rejected)} in all`}
        isBad={rejected > 0}
      />
      <Fact
        name="Datagrams lost"
        value={countText(droppedOf(report))}
        more={`of ${countText(report.datagrams.received + (report.datagrams.droppedBySystem ?? 0))}, for want of room`}
        isBad={droppedOf(report) > 0}
      />
    </Card>
  )
}

function Backlog({ report: { writeAhead, quarantine, engine, accepting } }: { readonly report: HealthReport }) {
  return (
    <Card title="On the way to the store">
      <Fact
        name="Oldest document not in lists yet"
        value={writeAhead.oldestUnloaded === 0 ? 'none waits' : durationText(writeAhead.oldestUnloaded)}
        isBad={writeAhead.oldestUnloaded > 10}
      />
      <Fact name="Waiting" value={bytesText(writeAhead.bytes)} more={`room for ${bytesText(writeAhead.room)}`}>
        <Meter share={writeAhead.bytes / writeAhead.room} name="Room for waiting documents that is taken" />
      </Fact>
      <Fact
        name="Engine"
        value={engine.problem ?? 'answers'}
        more={engine.restarts === 0 ? '' : `started again ${counted(engine.restarts, 'time')}`}
        isBad={engine.problem !== null}
      />
      <Fact name="Segments are" value={accepting ? 'accepted' : 'refused'} isBad={!accepting} />
      <Fact
        name="In quarantine"
        value={countText(quarantine.records)}
        more={quarantine.records === 0 ? 'refused by the store' : `${bytesText(quarantine.bytes)}: roentgen quarantine`}
        isBad={quarantine.records > 0}
      />
    </Card>
  )
}

function Stored({ report: { store, retention } }: { readonly report: HealthReport }) {
  return (
    <Card title="Stored">
      {store === null ? (
        <Fact name="Size" value="unknown" more="while the engine does not answer" isBad />
      ) : (
        <>
          <Fact name="Size" value={bytesText(store.bytes)} more={`${counted(store.days, 'day')} of documents`} />
          <Fact name="Oldest day" value={store.oldestDay ?? 'none'} />
        </>
      )}
      <Fact
        name="Kept for"
        value={spanText(retention.seconds)}
        more={retention.since === null ? 'nothing was dropped yet' : `dropped: all before ${retention.since}`}
      />
      {store !== null && store.tables.length > 0 && (
        <div className={styles.tables}>
          <dt className="unseen">Tables</dt>
          <dd>
            <details>
              <summary>Tables</summary>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Table</th>
                    <th scope="col">Rows</th>
                    <th scope="col">Size</th>
                  </tr>
                </thead>
                <tbody>
                  {store.tables.map(({ table, rows, bytes }) => (
                    <tr key={table}>
                      <th scope="row">{table}</th>
                      <td>{countText(rows)}</td>
                      <td>{bytesText(bytes)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          </dd>
        </div>
      )}
    </Card>
  )
}

function Disk({ report: { disk } }: { readonly report: HealthReport }) {
  const { free, used, maxDisk, minFree } = disk
  return (
    <Card title="Disk">
      <Fact
        name="Used by Roentgen"
        value={used === null ? 'unknown' : bytesText(used)}
        more={maxDisk === null ? 'no limit but the disk' : `limit ${bytesText(maxDisk)}`}
      >
        {used !== null && maxDisk !== null && <Meter share={used / maxDisk} name="Of the limit that is used" />}
      </Fact>
      <Fact
        name="Free"
        value={free === null ? 'unknown' : bytesText(free)}
        more={`below ${bytesText(minFree)} nothing is accepted`}
        isBad={free !== null && free < minFree}
      />
    </Card>
  )
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={`${controls.card} ${styles.card}`}>
      <h2>{title}</h2>
      <dl>{children}</dl>
    </section>
  )
}

interface FactProps {
  readonly name: string
  readonly value: string
  readonly more?: string
  readonly isBad?: boolean
  readonly children?: ReactNode
}

function Fact({ name, value, more = '', isBad = false, children }: FactProps) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className={isBad ? styles.bad : undefined}>
        {value}
        {more !== '' && <span className={styles.more}>{more}</span>}
        {children}
      </dd>
    </div>
  )
}
