import type { MapTable, RowState } from '../queries/row-states.ts'
import { bytesOf, type PackedGraph } from './packed-graph.ts'

/** A row of the map that is to be read, and what it knows: {@link RowState.version}. */
export interface RowWanted extends Pick<RowState, 'start' | 'isLate' | 'version'> {
  readonly table: MapTable
}

/** A slot has no row. What was counted of it from summaries knows the marks that it had before. */
export interface SlotWanted extends Omit<RowWanted, 'table'> {
  readonly table: 'slot'
}

interface Known {
  readonly version: number
  readonly graph: PackedGraph
  readonly bytes: number
}

/** The sum of some rows, named by them and by what each knows. */
export interface SumWanted {
  readonly table: 'sum'
  readonly rows: readonly RowWanted[]
}

/** Bytes that are remembered. A map of 24 hours with 300 nodes and 800 edges takes some 25 MB. */
const room = 40 * 1024 ** 2

/**
 * Rows of the map that this process has lately read, and slots that it has counted. Both are a function of their traces: what
 * knows as many marks as it did is the same. It saves work and changes no answer.
 */
export class RowGraphs {
  readonly #known = new Map<string, Known>()
  readonly #room: number
  #bytes = 0
  #reading: Promise<unknown> = Promise.resolve()

  constructor(bytes = room) {
    this.#room = bytes
  }

  /** One row more may be at the cost of others. */
  get isNearlyFull(): boolean {
    return this.#bytes > 0.9 * this.#room
  }

  /** `group`: the name of its rows; '' for Default. Its rows know what Default's do. */
  get(group: string, wanted: RowWanted | SlotWanted | SumWanted): PackedGraph | undefined {
    const name = nameOf(group, wanted)
    const known = this.#known.get(name)
    if (known?.version !== versionOf(wanted)) return undefined
    this.#known.delete(name)
    this.#known.set(name, known)
    return known.graph
  }

  /** What was read after a row was known to have this version: if it has another by now, it is asked for under that. */
  put(group: string, wanted: RowWanted | SlotWanted | SumWanted, graph: PackedGraph): void {
    const name = nameOf(group, wanted)
    this.#forget(name)
    const bytes = bytesOf(graph)
    this.#known.set(name, { version: versionOf(wanted), graph, bytes })
    this.#bytes += bytes
    for (const oldest of this.#known.keys()) {
      if (this.#bytes <= this.#room) break
      this.#forget(oldest)
    }
  }

  /** One question reads at a time: the next one finds what they both want. */
  inTurn<T>(read: () => Promise<T>): Promise<T> {
    const turn = this.#reading.then(read, read)
    this.#reading = turn.catch(() => {})
    return turn
  }

  #forget(name: string): void {
    this.#bytes -= this.#known.get(name)?.bytes ?? 0
    this.#known.delete(name)
  }
}

function nameOf(group: string, wanted: RowWanted | SlotWanted | SumWanted): string {
  if (wanted.table === 'sum') return `${wanted.rows.map((row) => `${nameOf('', row)} ${row.version}`).join()} ${group}`
  const { table, isLate, start } = wanted
  return `${table} ${isLate ? 1 : 0} ${start} ${group}`
}

/** A sum has its rows' versions in its name. */
function versionOf(wanted: RowWanted | SlotWanted | SumWanted): number {
  return wanted.table === 'sum' ? 0 : wanted.version
}
