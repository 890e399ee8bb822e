import { Link, useLocation } from 'wouter'
import { useLink } from '../view/use-view.ts'
import styles from './frame.module.css'

/** What is not for every day stands in the menu of narrow windows alone: the help and the gear lead there from others. */
const pages = [
  { path: '/', name: 'Map' },
  { path: '/traces', name: 'Traces' },
  { path: '/compare', name: 'Compare' },
  { path: '/groups', name: 'Groups' },
  { path: '/health', name: 'Health' },
  { path: '/start', name: 'Send traces', isSecond: true },
  { path: '/settings', name: 'Settings', isSecond: true },
] as const

/** The pages that one can go to from anywhere. */
export function PageLinks({ onFollow }: { readonly onFollow?: () => void }) {
  return pages.map(({ path, name, ...rest }) => (
    <PageLink key={path} path={path} name={name} isSecond={'isSecond' in rest} onFollow={onFollow} />
  ))
}

interface PageLinkProps {
  readonly path: string
  readonly name: string
  readonly isSecond: boolean
  readonly onFollow: (() => void) | undefined
}

function PageLink({ path, name, isSecond, onFollow }: PageLinkProps) {
  const link = useLink()
  const [location] = useLocation()
  const isHere = path === '/' ? location === '/' || location === '/map' : location.split('/')[1] === path.slice(1)
  return (
    <Link
      href={link(path)}
      className={`${styles.link} ${isSecond ? styles.second : ''}`}
      aria-current={isHere ? 'page' : undefined}
      onClick={onFollow}
    >
      {name}
    </Link>
  )
}
