import { useEffect, useState } from 'react'
import { Problem } from '../../wire/problem.ts'
import type { TwoWord } from './two.worker.ts'
import type { TwoPicture } from './two-picture.ts'

export type TwoState =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retry: () => void }
  /** One of the two may be missing: its side of the picture is empty then. */
  | { readonly kind: 'read'; readonly picture: TwoPicture; readonly missing: readonly string[] }

/** Reads two traces in a thread of their own. @param a in X-Ray's form; '' for none */
export function useTwo(a: string, b: string): TwoState {
  const [state, setState] = useState<TwoState>({ kind: 'reading' })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again
  useEffect(() => {
    if (a === '' && b === '') {
      setState({ kind: 'nothing' })
      return
    }
    setState({ kind: 'reading' })
    const worker = new Worker(new URL('./two.worker.ts', import.meta.url), { type: 'module' })
    const fail = (problem: Problem) =>
      setState({ kind: 'failed', problem, retry: () => setAttempt((before) => before + 1) })
    worker.addEventListener('message', ({ data }: MessageEvent<TwoWord>) => {
      if ('problem' in data) fail(new Problem(data.problem.code, data.problem.message, data.problem.status))
      else setState({ kind: 'read', ...data })
    })
    worker.addEventListener('error', ({ message }) =>
      fail(new Problem('Error', `The traces cannot be read: ${message}`)),
    )
    worker.postMessage([a, b])
    return () => worker.terminate()
  }, [a, b, attempt])
  return state
}
