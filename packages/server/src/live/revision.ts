import { randomBytes } from 'node:crypto'
import type { LiveRevision, LiveTopic } from '@roentgen/api'

/** Of which revision of each topic a reader was told; -1 of none. */
export type Sent = Readonly<Record<LiveTopic, number>>

const nothing: Sent = { map: -1, traces: -1, health: -1 }

/** Revisions as texts. They begin anew with the server, and those of another one mean nothing here. */
export class Revisions {
  readonly #epoch = randomBytes(5).toString('hex')

  textOf(revision: number): LiveRevision {
    return `${this.#epoch}.${revision}`
  }

  /** undefined: another server's. */
  parse(text: LiveRevision): number | undefined {
    const [, epoch, number] = /^([0-9a-f]{10})\.(\d{1,15})$/.exec(text) ?? []
    return epoch === this.#epoch ? Number(number) : undefined
  }

  /** The id of an event, by which its reader goes on. */
  idOf({ map, traces, health }: Sent): string {
    return [this.#epoch, map, traces, health].join('.')
  }

  /** What the reader of that event was told; of another server's event nothing. */
  parseId(id: string | undefined): Sent {
    const [, epoch, ...numbers] = /^([0-9a-f]{10})\.(-1|\d{1,15})\.(-1|\d{1,15})\.(-1|\d{1,15})$/.exec(id ?? '') ?? []
    const [map = -1, traces = -1, health = -1] = numbers.map(Number)
    return epoch === this.#epoch ? { map, traces, health } : nothing
  }
}
