/**
 * The address here of a deep link in the X-Ray console's form (`#/traces/ID?timeRange=PT15M&filter=…`, also joined with
 * `&`), or undefined where the hash is none.
 *
 * Source: X-Ray developer guide, "Deep links".
 */
export function ownAddress({ hash }: { readonly hash: string }): string | undefined {
  const found = /^#\/([^?&]*)(?:[?&](.*))?$/.exec(hash)
  if (found === null) return undefined
  const [, path = '', search = ''] = found
  const page = pageOf(path)
  return page === undefined ? undefined : page + (search === '' ? '' : `?${search.replaceAll('?', '&')}`)
}

function pageOf(path: string): string | undefined {
  const [page, id, part] = path.split('/')
  switch (page) {
    case 'service-map':
      return '/'
    case 'traces':
      if (id === undefined || id === '') return '/traces'
      return `/traces/${encodeURIComponent(decoded(id))}${part === 'raw' ? '/raw' : ''}`
    case 'analytics':
      return '/traces'
    case 'welcome':
    case 'getting-started':
      return '/start'
    default:
      return undefined
  }
}

/** As it is where it is no URL's: the page says what is wrong with it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
