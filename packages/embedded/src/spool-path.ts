import { join } from 'node:path'

/** Where the bodies of statements lie. */
export function spoolIn(dataDir: string): string {
  return join(dataDir, 'spool')
}
