import { countText, durationText, shareText } from '../format/numbers.ts'
import styles from './compared-numbers.module.css'
import { averageRatio, type Comparison, comparisonRule, enough, type Sample } from './comparison.ts'
import { averageOf, impacted } from './rates.ts'
import { VerdictMark } from './verdict-mark.tsx'

/** Now beside the period before, and what to think of it. */
export function ComparedNumbers({ comparison }: { readonly comparison: Comparison }) {
  const { verdict, now, before } = comparison
  const ratio = averageRatio(comparison)
  return (
    <section className={styles.compared} aria-label="Compared with the period before">
      <p title={comparisonRule}>
        <VerdictMark verdict={verdict} />
        {verdict === 'too few' &&
          `: ${countText(now?.requests.total ?? 0)} requests, ${countText(before?.requests.total ?? 0)} before; ${enough} in each are needed`}
      </p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">Before</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          <Row name="Average" text={averageText} before={before} now={now} />
          <Row name="Not OK" text={failedText} before={before} now={now} />
          <Row name="Requests" text={(of) => countText(of.requests.total)} before={before} now={now} />
        </tbody>
      </table>
      {ratio !== undefined && (verdict === 'slower' || verdict === 'better') && (
        <p className={styles.note}>The average is {ratio.toFixed(ratio < 10 ? 2 : 0)} times that of before.</p>
      )}
    </section>
  )
}

interface RowProps {
  readonly name: string
  readonly text: (of: Sample) => string
  readonly before: Sample | undefined
  readonly now: Sample | undefined
}

function Row({ name, text, before, now }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{before === undefined ? '–' : text(before)}</td>
      <td>{now === undefined ? '–' : text(now)}</td>
    </tr>
  )
}

function averageText({ requests }: Sample): string {
  const average = averageOf(requests)
  return average === undefined ? '–' : durationText(average)
}

function failedText({ requests }: Sample): string {
  return requests.total === 0 ? '–' : shareText(impacted(requests) / requests.total)
}
