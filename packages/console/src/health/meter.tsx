import styles from './health-page.module.css'

/** How much of something is taken. @param share of one; more is shown as all */
export function Meter({ share, name }: { readonly share: number; readonly name: string }) {
  return <meter className={styles.meter} aria-label={name} min={0} max={1} high={0.9} value={Math.min(1, share)} />
}
