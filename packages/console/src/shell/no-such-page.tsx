import { Link } from 'wouter'
import { Empty } from '../design/states.tsx'
import { useTitle } from '../view/use-title.ts'
import { useLink } from '../view/use-view.ts'

export function NoSuchPage() {
  const link = useLink()
  useTitle('No such page')
  return (
    <Empty title="There is no such page">
      <p>
        The address leads nowhere. <Link href={link('/')}>Go to the map</Link>.
      </p>
    </Empty>
  )
}
