import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { renewalOf } from './renewal.ts'

/** A question on the screen, whose answers come when the test gives them. */
function asked(questions: QueryClient, live: 'map' | 'traces') {
  const answers: (() => void)[] = []
  const observer = new QueryObserver(questions, {
    queryKey: [live],
    queryFn: () => new Promise<number>((resolve) => answers.push(() => resolve(answers.length))),
    meta: { live },
    retry: false,
  })
  const leave = observer.subscribe(() => {})
  return { answers, leave }
}

test('news lead to a question of their topic alone', async () => {
  const questions = new QueryClient()
  const map = asked(questions, 'map')
  const traces = asked(questions, 'traces')
  map.answers[0]?.()
  traces.answers[0]?.()
  await vi.waitFor(() => expect(questions.isFetching()).toBe(0))
  renewalOf(questions)(['map'])
  expect([map.answers.length, traces.answers.length]).toEqual([2, 1])
  map.leave()
  traces.leave()
})

test('news while an answer is awaited lead to one more question, however many they are', async () => {
  const questions = new QueryClient()
  const map = asked(questions, 'map')
  const renew = renewalOf(questions)
  renew(['map'])
  renew(['map'])
  renew(['map'])
  expect(map.answers.length).toBe(1)
  map.answers[0]?.()
  await vi.waitFor(() => expect(map.answers.length).toBe(2))
  map.answers[1]?.()
  await vi.waitFor(() => expect(questions.isFetching()).toBe(0))
  expect(map.answers.length).toBe(2)
  map.leave()
})

describe('after an answer that took long', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  /** A map that was asked for again, and whose answer has come after so many ms; and what tells it news. */
  async function answeredAfter(took: number, isFollowing?: () => boolean) {
    const questions = new QueryClient()
    const map = asked(questions, 'map')
    const renew = renewalOf(questions, isFollowing)
    renew(['map'])
    await vi.advanceTimersByTimeAsync(took)
    map.answers[0]?.()
    return { questions, map, renew }
  }

  test.each([
    { took: 100, rest: 100 },
    { took: 1_900, rest: 1_900 },
    { took: 30_000, rest: 2_000 },
  ])('of $took ms the page rests for $rest ms before it asks again', async ({ took, rest }) => {
    const { questions, map } = await answeredAfter(took)
    await vi.advanceTimersByTimeAsync(rest - 1)
    expect(questions.isFetching()).toBe(0)
    expect(map.answers.length).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(map.answers.length).toBe(2)
    map.answers[1]?.()
    map.leave()
  })

  test('a page that is paused while it rests asks nothing, and asks again when it follows', async () => {
    let isFollowing = true
    const { map, renew } = await answeredAfter(50, () => isFollowing)
    isFollowing = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect(map.answers.length).toBe(1)
    isFollowing = true
    renew(['map'])
    expect(map.answers.length).toBe(2)
    map.answers[1]?.()
    map.leave()
  })
})

test('what has left the screen is not asked again', async () => {
  const questions = new QueryClient()
  const map = asked(questions, 'map')
  map.answers[0]?.()
  await vi.waitFor(() => expect(questions.isFetching()).toBe(0))
  map.leave()
  renewalOf(questions)(['map'])
  expect(map.answers.length).toBe(1)
})

test('what comes back to the screen after news is asked again, however fresh its answer is', async () => {
  const questions = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  const map = asked(questions, 'map')
  map.answers[0]?.()
  await vi.waitFor(() => expect(questions.isFetching()).toBe(0))
  map.leave()
  asked(questions, 'map').leave()
  expect(questions.isFetching()).toBe(0)
  renewalOf(questions)(['map'])
  const again = asked(questions, 'map')
  await vi.waitFor(() => expect(again.answers.length).toBe(1))
  again.answers[0]?.()
  await vi.waitFor(() => expect(questions.isFetching()).toBe(0))
  again.leave()
})

test('what is asked for before it is shown is waited for, and asked again when it is shown by then', async () => {
  const questions = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  const answers: (() => void)[] = []
  const question = {
    queryKey: ['map'],
    queryFn: () => new Promise<number>((resolve) => answers.push(() => resolve(answers.length))),
    meta: { live: 'map' },
  } as const
  void questions.prefetchQuery(question)
  renewalOf(questions)(['map'])
  // Had it gone on asking, nothing else would come to its turn.
  await new Promise((resolve) => setTimeout(resolve))
  const leave = new QueryObserver(questions, question).subscribe(() => {})
  expect(answers.length).toBe(1)
  answers[0]?.()
  await vi.waitFor(() => expect(answers.length).toBe(2))
  answers[1]?.()
  await vi.waitFor(() => expect(questions.isFetching()).toBe(0))
  expect(answers.length).toBe(2)
  leave()
})

test('an answer that came after the news, and was asked for before, is asked again when it is shown', async () => {
  const questions = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  const answers: (() => void)[] = []
  const queryFn = () => new Promise<number>((resolve) => answers.push(() => resolve(answers.length)))
  const question = { queryKey: ['map'], queryFn, meta: { live: 'map' } } as const
  const early = questions.prefetchQuery(question)
  renewalOf(questions)(['map'])
  answers[0]?.()
  await early
  await new Promise((resolve) => setTimeout(resolve))
  const leave = new QueryObserver(questions, question).subscribe(() => {})
  expect(answers.length).toBe(2)
  leave()
})
