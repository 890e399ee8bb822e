import type { IncomingMessage } from 'node:http'

/**
 * Why a request to the control page is refused; undefined when it may pass. A web page of another site, open in the same
 * browser, must not press buttons here, nor reach this port under a name of its own.
 * @param url of the shop
 */
export function refusalOf({ headers }: Pick<IncomingMessage, 'headers'>, url: string): string | undefined {
  const { port, host } = new URL(url)
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => originOf(`http://${name}:${port}`))
  if (!own.includes(originOf(`http://${headers.host}`))) return `This page is for ${host}, not for ${headers.host}.`
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined && !own.includes(originOf(origin))) return `${origin} may not use this page.`
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Another site may not use this page.'
  return undefined
}

/** As URL writes it: in small letters, and without the port where it is 80, as browsers leave it out. Undefined of what is none. */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { origin, href } = new URL(text)
  // A Host that holds more than a host would otherwise be read up to its first slash.
  return href === `${origin}/` ? origin : undefined
}
