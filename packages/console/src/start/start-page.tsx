import { CopyButton } from '../design/copy-button.tsx'
import { useTitle } from '../view/use-title.ts'
import { useView } from '../view/use-view.ts'
import { ArrivalsLine } from './arrivals-line.tsx'
import { SendTestTrace } from './send-test-trace.tsx'
import { type Way, waysTo } from './snippets.ts'
import styles from './start-page.module.css'

/** How to send traces, and what came of it. */
export default function StartPage() {
  const { parameter, setParameters } = useView()
  useTitle('Send traces')
  const address = location.port === '' ? `${location.hostname}:80` : location.host
  const ways = waysTo(address)
  const chosen = ways.find(({ id }) => id === parameter('with')) ?? ways[0]
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Send traces here</h1>
        <p>
          Roentgen speaks X-Ray at <code>{address}</code>: segments over UDP, as the X-Ray daemon takes them, and the
          X-Ray API over HTTP. Nothing in a traced app changes but one variable of its environment.
        </p>
      </header>
      <ArrivalsLine />
      <SendTestTrace />
      <div className={styles.ways}>
        <ul className={styles.names} aria-label="Ways to send">
          {ways.map(({ id, name }) => (
            <li key={id}>
              <button
                type="button"
                aria-pressed={id === chosen?.id}
                onClick={() => setParameters({ with: id }, { replace: true })}
              >
                {name}
              </button>
            </li>
          ))}
        </ul>
        {chosen !== undefined && <Steps way={chosen} />}
      </div>
    </div>
  )
}

function Steps({ way: { name, steps, note } }: { readonly way: Way }) {
  return (
    <section className={styles.steps} aria-label={name}>
      {steps.map(({ what, text }) => (
        <figure key={what} className={styles.step}>
          <figcaption>
            {what}
            <CopyButton text={text} what={what} />
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, so the keyboard must reach them */}
          <pre tabIndex={0}>{text}</pre>
        </figure>
      ))}
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </section>
  )
}
