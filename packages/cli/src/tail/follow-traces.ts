import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveEvent } from '@roentgen/api'
import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { CommandError } from '../errors.ts'
import type { ServerClient } from '../server-client.ts'
import { inItsFilter, traceSummaries } from '../trace-summaries.ts'
import { eventsOf } from './live-events.ts'
import { SettledTraces } from './settled-traces.ts'

export interface FollowOptions {
  readonly server: ServerClient
  readonly filter: string | undefined
  readonly group: string | undefined
  readonly signal: AbortSignal
  readonly onTrace: (trace: JsonObject) => void
  /** The stream began, broke off (with the reason), or goes on. */
  readonly onState: (state: 'following' | 'lost' | 'again', reason?: string) => void
}

/** How often it is looked for traces at rest, ms. */
const interval = 200
/** What was listed while nobody told us is looked for among traces that ran so long before the break, s. */
const before = 120
const longestPause = 5_000

/** Gives each trace that fits, from now on until the signal, when it has come to rest. Rejects where it cannot begin. */
export async function followTraces(options: FollowOptions): Promise<void> {
  const { server, filter, group, signal, onTrace, onState } = options
  const began = Date.now() / 1000
  const traces = new SettledTraces()
  const give = (wait: boolean) => traces.take(performance.now(), wait).forEach(onTrace)
  const timer = setInterval(() => give(true), interval)
  let after: string | undefined
  let lastId: string | undefined
  let heard = began
  let isLost = false
  try {
    for (let pause = 250; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      try {
        for await (const event of eventsOf(await server.stream(pathOf(options), lastId, signal))) {
          if (isLost) onState('again')
          else if (after === undefined) onState('following')
          isLost = false
          pause = 250
          if (event.event === 'traces') {
            const { revision }: LiveEvent = JSON.parse(event.data)
            after = after === undefined ? revision : await readSince(after)
          }
          // Only when it has been read: a stream does not tell again of what its reader says it knows.
          lastId = event.id
        }
        if (!isLost && !signal.aborted) onState('lost', 'the server ended it')
      } catch (error) {
        if (signal.aborted) break
        // Only what may pass by itself is waited for, and only by one that has begun.
        const mayPass = !(error instanceof CommandError) || ['Unreachable', 'Busy'].includes(error.code)
        if (after === undefined || !mayPass) throw filter === undefined ? error : inItsFilter(filter, error)
        if (!isLost) onState('lost', error instanceof Error ? error.message : String(error))
      }
      isLost = true
      await sleep(pause, undefined, { signal }).catch(() => {})
    }
  } finally {
    clearInterval(timer)
  }
  give(false)

  /** All that was listed since; answers where that ends. */
  async function readSince(start: string): Promise<string> {
    for (let from = start; ; ) {
      const question = { after: from, ...(filter !== undefined && { filter }), ...(group !== undefined && { group }) }
      const answer = await server.post('/api/live/traces', question)
      const now = performance.now()
      for (const trace of listOf(answer.traces)) if (isObject(trace)) traces.add(String(trace.Id), trace, now)
      for (const id of listOf(answer.gone)) traces.remove(String(id))
      if (answer.complete !== true) await listMissed()
      heard = Date.now() / 1000
      from = String(answer.revision)
      if (answer.more !== true) return from
    }
  }

  async function listMissed(): Promise<void> {
    const found = await traceSummaries(
      server,
      {
        start: Math.max(began, heard - before),
        end: Date.now() / 1000 + 3600,
        range: 'Event',
        filter: inGroup(filter, group),
      },
      () => {},
    )
    for (const trace of found.traces) traces.add(String(trace.Id), trace, performance.now())
  }
}

function pathOf({ filter, group }: FollowOptions): string {
  const query = new URLSearchParams({ topics: 'traces' })
  if (filter !== undefined) query.set('filter', filter)
  if (group !== undefined) query.set('group', group)
  return `/api/live?${query}`
}

function inGroup(filter: string | undefined, group: string | undefined): string | undefined {
  if (group === undefined) return filter
  const ofGroup = `group.name = "${group}"`
  return filter === undefined ? ofGroup : `${ofGroup} AND (${filter})`
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}
