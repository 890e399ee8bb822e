import type { LiveTopic } from '@roentgen/api'
import type { Query, QueryClient } from '@tanstack/react-query'

/**
 * Asks again what is on the screen and marked with a topic. One question at a time: news that come while an answer is
 * awaited lead to one more question afterwards, since that answer may be older than they.
 */
export function renewalOf(questions: QueryClient): (topics: readonly LiveTopic[]) => void {
  const running = new Map<LiveTopic, 'once' | 'again'>()
  const renew = async (topic: LiveTopic): Promise<void> => {
    const filter = { predicate: ({ meta }: Query) => meta?.live === topic }
    running.set(topic, questions.isFetching(filter) > 0 ? 'again' : 'once')
    await questions.refetchQueries({ ...filter, type: 'active' }, { cancelRefetch: false })
    const wanted = running.get(topic)
    running.delete(topic)
    if (wanted === 'again') await renew(topic)
  }
  return (topics) => {
    for (const topic of topics) {
      if (running.has(topic)) running.set(topic, 'again')
      else void renew(topic)
    }
  }
}
