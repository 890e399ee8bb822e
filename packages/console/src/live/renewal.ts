import type { LiveTopic } from '@roentgen/api'
import type { Query, QueryClient } from '@tanstack/react-query'

/**
 * Asks again what is on the screen and marked with a topic. One question at a time: news that come while an answer is
 * awaited lead to one more question afterwards, since that answer may be older than they. What is not on the screen is
 * asked when it comes back to it.
 */
export function renewalOf(questions: QueryClient): (topics: readonly LiveTopic[]) => void {
  const running = new Map<LiveTopic, 'once' | 'again'>()
  const renew = async (topic: LiveTopic): Promise<void> => {
    const filter = { predicate: ({ meta }: Query) => meta?.live === topic }
    running.set(topic, 'once')
    // What is asked for before anyone shows it cannot be asked again yet, and its answer may be older than the news.
    const early = questions.getQueryCache().findAll({ ...filter, type: 'inactive', fetchStatus: 'fetching' })
    if (early.length > 0) await Promise.allSettled(early.map(({ promise }) => promise))
    // What leaves the screen before its answer comes is older than the news, too, and is asked again when it comes back.
    void questions.invalidateQueries({ ...filter, refetchType: 'none' })
    if (questions.isFetching({ ...filter, type: 'active' }) > 0) running.set(topic, 'again')
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
