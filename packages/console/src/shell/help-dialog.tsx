import { Fragment } from 'react'
import { Link } from 'wouter'
import { Dialog } from '../design/dialog.tsx'
import { keymap, partKeys } from '../keys/keymap.ts'
import { useLink } from '../view/use-view.ts'
import styles from './help-dialog.module.css'

const places = Object.entries({ Everywhere: Object.values(keymap), ...partKeys })

/** The keys, and where else to read. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const link = useLink()
  return (
    <Dialog title="Keys" onClose={onClose}>
      {places.map(([place, all]) => (
        <section key={place}>
          <h3>{place}</h3>
          <dl className={styles.keys}>
            {all.map(({ keys, what }) => (
              <Fragment key={what}>
                <dt>
                  <Keys keys={keys} />
                </dt>
                <dd>{what}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
      <p className={styles.more}>
        <Link href={link('/start')} onClick={onClose}>
          How to send traces
        </Link>
        <Link href={link('/health')} onClick={onClose}>
          What came in, and what was rejected
        </Link>
      </p>
    </Dialog>
  )
}

/** Others that mean the same or the like stand side by side; two presses after each other have words between. */
function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((presses) => (
    <span key={presses} className={styles.press}>
      {presses.split(' ').map((press, at) => (
        <Fragment key={press}>
          {at > 0 && ' then '}
          <kbd>{press}</kbd>
        </Fragment>
      ))}
    </span>
  ))
}
