/** As much of dynalite as is used here; the package brings no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http'

  export default function dynalite(options: {
    /** Milliseconds that a table stays CREATING, DELETING, UPDATING. */
    readonly createTableMs?: number
    readonly deleteTableMs?: number
    readonly updateTableMs?: number
  }): Server
}
