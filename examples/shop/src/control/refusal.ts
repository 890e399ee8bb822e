import type { IncomingMessage } from 'node:http'

/**
 * Why a request to the control page is refused; undefined when it may pass. A web page of another site, open in the same
 * browser, must not press buttons here, nor reach this port under a name of its own.
 */
export function refusalOf({ headers }: IncomingMessage, port: string): string | undefined {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`)
  if (!own.includes(headers.host ?? '')) return `This page is for 127.0.0.1:${port}, not for ${headers.host}.`
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined && !own.includes(origin.replace(/^http:\/\//, ''))) return `${origin} may not use this page.`
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Another site may not use this page.'
  return undefined
}
