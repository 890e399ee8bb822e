import { ElementNames } from './element-names.ts'
import { RowGraphs } from './row-graphs.ts'
import { RowVersions } from './row-versions.ts'
import { TracesOfSlots } from './traces-of-slots.ts'

/** What a process has lately read for maps. It saves work and changes no answer. */
export interface KnownGraphs {
  /** What all that is remembered is named by. */
  readonly names: ElementNames
  readonly rows: RowGraphs
  readonly versions: RowVersions
  readonly traces: TracesOfSlots
}

/** What the questions of a process have left. */
export class KnownGraphsOfProcess {
  #known = nothing()

  /** Questions that run go on with what they have. */
  get now(): KnownGraphs {
    if (this.#known.names.areMany) this.#known = nothing()
    return this.#known
  }
}

function nothing(): KnownGraphs {
  return { names: new ElementNames(), rows: new RowGraphs(), versions: new RowVersions(), traces: new TracesOfSlots() }
}
