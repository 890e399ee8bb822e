import type { ApiError } from '../errors.ts'
import type { Log } from '../log.ts'

/** Names told apart; a scanner's thousand made-up ones must fill neither the log nor memory. */
const mostNames = 50

interface Refused {
  readonly headers: { readonly host?: string | undefined; readonly origin?: string | undefined }
  readonly url: string
}

/**
 * Says once for each Host and Origin that its requests are refused: an SDK that polls its sampling rules at a name
 * which is not allowed falls back to one request a second and tells nobody.
 */
export function refusalWarnings(log: Pick<Log, 'warn'>): (request: Refused, refused: ApiError) => void {
  const told = new Set<string>()
  return ({ headers, url }, refused) => {
    const { host = '', origin = '' } = headers
    const key = `${host}\n${origin}`
    if (told.has(key) || told.size >= mostNames) return
    told.add(key)
    log.warn({ host, origin, path: url }, refused.message)
  }
}
