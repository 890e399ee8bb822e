import type { ApiError } from '../errors.ts'
import { apiError } from '../errors.ts'

/** The headers that say where a request comes from and whom it means to reach. */
export interface RequestSource {
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
}

/**
 * Whether a request may be answered: pages of other sites (Origin, Sec-Fetch-Site) and names that merely resolve to
 * this machine (Host, against DNS rebinding) are refused, on every path.
 */
export function refusal(source: RequestSource, allowedHosts: ReadonlySet<string>): ApiError | undefined {
  const { host, origin, fetchSite } = source
  const name = hostName(host ?? '')
  if (name === undefined || !(isLoopbackName(name) || allowedHosts.has(name)))
    return apiError('foreignHost', host ?? '')
  if (fetchSite === 'cross-site' || fetchSite === 'same-site') return apiError('foreignOrigin', origin ?? fetchSite)
  if (origin !== undefined && !isOwnOrigin(origin, host ?? '')) return apiError('foreignOrigin', origin)
  return undefined
}

/** The name or address of a Host header, without port and brackets, lower case; undefined when it is malformed. */
export function hostName(host: string): string | undefined {
  const found = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@?#\s]+))(?::\d{1,5})?$/i.exec(host)
  return (found?.[1] ?? found?.[2])?.toLowerCase()
}

function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  )
}

function isOwnOrigin(origin: string, host: string): boolean {
  return [`http://${host}`, `https://${host}`].includes(origin.toLowerCase()) || sameAuthority(origin, host)
}

// `Origin: http://localhost` and `Host: localhost:80` are one place.
function sameAuthority(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: authority } = new URL(origin)
  const own = `${protocol}//${host}`
  return (protocol === 'http:' || protocol === 'https:') && URL.canParse(own) && new URL(own).host === authority
}
