import type { LiveTopic } from '@roentgen/api'
import { defaultGroup, type View } from '../view/view.ts'

/** Where a page listens: its own topics, and of traces those that fit what it shows. */
export function liveAddress(path: string, { filter, group }: Pick<View, 'filter' | 'group'>): string {
  const lists = path === '/traces'
  const topics: readonly LiveTopic[] = lists ? ['map', 'traces', 'health'] : ['map', 'health']
  const parameters = new URLSearchParams({ topics: topics.join(',') })
  if (lists && filter !== '') parameters.set('filter', filter)
  if (group !== defaultGroup) parameters.set('group', group)
  return `/api/live?${parameters}`
}
