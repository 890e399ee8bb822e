import { Link, useLocation } from 'wouter'
import { useLink } from '../view/use-view.ts'
import styles from './frame.module.css'

const pages = [
  { path: '/', name: 'Map' },
  { path: '/traces', name: 'Traces' },
  { path: '/health', name: 'Health' },
  { path: '/start', name: 'Send traces' },
] as const

/** The pages that one can go to from anywhere. */
export function PageLinks({ onFollow }: { readonly onFollow?: () => void }) {
  return pages.map(({ path, name }) => <PageLink key={path} path={path} name={name} onFollow={onFollow} />)
}

interface PageLinkProps {
  readonly path: string
  readonly name: string
  readonly onFollow: (() => void) | undefined
}

function PageLink({ path, name, onFollow }: PageLinkProps) {
  const link = useLink()
  const [location] = useLocation()
  const isHere = path === '/' ? location === '/' || location === '/map' : location.split('/')[1] === path.slice(1)
  return (
    <Link href={link(path)} className={styles.link} aria-current={isHere ? 'page' : undefined} onClick={onFollow}>
      {name}
    </Link>
  )
}
