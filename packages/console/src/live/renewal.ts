import type { LiveTopic } from '@roentgen/api'
import type { Query, QueryClient } from '@tanstack/react-query'

/** A page does not ask a slow server all the time: after an answer it rests as long as that took, at most so long; ms. */
const longestRest = 2_000

/**
 * Asks again what is on the screen and marked with a topic. One question at a time: news that come while an answer is
 * awaited lead to one more question afterwards, since that answer may be older than they. What is not on the screen is
 * asked when it comes back to it.
 *
 * @param isFollowing whether the page wants news at all: one that was paused while it rested asks nothing
 */
export function renewalOf(
  questions: QueryClient,
  isFollowing: () => boolean = () => true,
): (topics: readonly LiveTopic[]) => void {
  const running = new Map<LiveTopic, 'once' | 'again'>()
  const renew = async (topic: LiveTopic): Promise<void> => {
    const filter = { predicate: ({ meta }: Query) => meta?.live === topic }
    running.set(topic, 'once')
    const began = performance.now()
    // What is asked for before anyone shows it cannot be asked again yet, and its answer may be older than the news.
    const early = questions.getQueryCache().findAll({ ...filter, type: 'inactive', fetchStatus: 'fetching' })
    if (early.length > 0) await Promise.allSettled(early.map(({ promise }) => promise))
    // What leaves the screen before its answer comes is older than the news, too, and is asked again when it comes back.
    void questions.invalidateQueries({ ...filter, refetchType: 'none' })
    // The first answer is drawn before the next is asked for.
    if (early.length > 0) await restAfter(began)
    if (!isFollowing()) {
      running.delete(topic)
      return
    }
    if (questions.isFetching({ ...filter, type: 'active' }) > 0) running.set(topic, 'again')
    await questions.refetchQueries({ ...filter, type: 'active' }, { cancelRefetch: false })
    if (running.get(topic) === 'again') {
      await restAfter(began)
      // Where news never end one that waited for the next would hold all before it.
      void renew(topic)
    } else running.delete(topic)
  }
  return (topics) => {
    for (const topic of topics) {
      if (running.has(topic)) running.set(topic, 'again')
      else void renew(topic)
    }
  }
}

function restAfter(began: number): Promise<void> {
  const rest = Math.min(performance.now() - began, longestRest)
  return new Promise((resolve) => setTimeout(resolve, rest))
}
