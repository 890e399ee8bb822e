import { Fragment } from 'react'
import { Link } from 'wouter'
import { Dialog } from '../design/dialog.tsx'
import { keymap } from '../keys/keymap.ts'
import { useLink } from '../view/use-view.ts'
import styles from './help-dialog.module.css'

const places = [...new Set(Object.values(keymap).map(({ place }) => place))]

/** The keys, and where else to read. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const link = useLink()
  return (
    <Dialog title="Keys" onClose={onClose}>
      {places.map((place) => (
        <section key={place}>
          <h3>{place}</h3>
          <dl className={styles.keys}>
            {Object.values(keymap)
              .filter((key) => key.place === place)
              .map(({ keys, what }) => (
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

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((presses, index) => (
    <Fragment key={presses}>
      {index > 0 && ' or '}
      {presses.split(' ').map((press, at) => (
        <Fragment key={press}>
          {at > 0 && ' then '}
          <kbd>{press}</kbd>
        </Fragment>
      ))}
    </Fragment>
  ))
}
