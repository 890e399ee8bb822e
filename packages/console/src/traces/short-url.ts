const parts = /^https?:\/\/([^/?#]*)(.*)$/s

/** The host that all of these URLs have; undefined where they differ, or are none. */
export function commonHost(urls: readonly unknown[]): string | undefined {
  const hosts = new Set(urls.filter((url) => typeof url === 'string').map((url) => parts.exec(url)?.[1]))
  const [host] = hosts
  return hosts.size === 1 ? host : undefined
}

/** A URL without its scheme, which tells none apart, and without the host that all have. */
export function shortUrl(url: string, host: string | undefined): string {
  const [, own, path] = parts.exec(url) ?? []
  if (own === undefined || path === undefined) return url
  if (own !== host) return own + path
  return path.startsWith('/') ? path : `/${path}`
}
