import { Problem } from '../wire/problem.ts'
import type { ReaderCalls, ReaderWord } from './reader-calls.ts'

/** The reading thread of one trace page. */
export class Reading {
  readonly #worker = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' })
  readonly #open = new Map<
    number,
    {
      resolve: (answer: never) => void
      reject: (problem: Problem) => void
      progress: ((bytes: number) => void) | undefined
    }
  >()
  #number = 0

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<ReaderWord>) => this.#hear(data))
    this.#worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.#open.values()) reject(new Problem('Error', `The trace cannot be read: ${message}`))
      this.#open.clear()
    })
  }

  /** @throws Problem */
  ask<Name extends keyof ReaderCalls>(
    name: Name,
    question: ReaderCalls[Name][0],
    progress?: (bytes: number) => void,
  ): Promise<ReaderCalls[Name][1]> {
    return new Promise((resolve, reject) => {
      const number = ++this.#number
      this.#open.set(number, { resolve, reject, progress })
      this.#worker.postMessage({ number, name, question })
    })
  }

  close(): void {
    this.#worker.terminate()
    this.#open.clear()
  }

  #hear(word: ReaderWord): void {
    const call = this.#open.get(word.number)
    if ('bytes' in word) {
      call?.progress?.(word.bytes)
      return
    }
    this.#open.delete(word.number)
    if ('answer' in word) call?.resolve(word.answer as never)
    else call?.reject(new Problem(word.problem.code, word.problem.message, word.problem.status))
  }
}
