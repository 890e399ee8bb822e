import { Link } from 'wouter'
import { Empty } from '../design/states.tsx'
import { useLink } from '../view/use-view.ts'

export function NoSuchPage() {
  const link = useLink()
  return (
    <Empty title="There is no such page">
      <p>
        The address leads nowhere. <Link href={link('/')}>Go to the map</Link>.
      </p>
    </Empty>
  )
}
