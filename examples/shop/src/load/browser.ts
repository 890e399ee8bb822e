import http from 'node:http'

/** A page as it came, after redirects. */
export interface Page {
  readonly status: number
  readonly html: string
}

/** Keeps cookies, follows redirects, and loads pictures, one customer's worth. */
export interface Browser {
  get(path: string): Promise<Page>
  /** Sends a form. */
  post(path: string, form: Readonly<Record<string, string>>): Promise<Page>
  /** Every picture of a page, one after the other, as the lab's customers do. */
  pictures(page: Page): Promise<void>
}

const mostRedirects = 5

/** @param origin such as `http://frontend` */
export function openBrowser(origin: string): Browser {
  const cookies = new Map<string, string>()

  async function load(method: string, path: string, body?: string): Promise<Page> {
    let [verb, target, sent] = [method, path, body]
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const { status, html, location } = await request(verb, target, sent)
      if (location === undefined) return { status, html }
      ;[verb, target, sent] = ['GET', new URL(location, origin).pathname, undefined]
    }
    throw new Error(`${path} redirects more than ${mostRedirects} times`)
  }

  function request(method: string, path: string, body?: string) {
    return new Promise<Page & { location: string | undefined }>((resolve, reject) => {
      const outgoing = http.request(
        new URL(path, origin),
        {
          method,
          headers: {
            'user-agent': 'shop-customer/1',
            cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
            ...(body !== undefined && {
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          for (const cookie of response.headers['set-cookie'] ?? []) {
            const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
            cookies.set(name, value)
          }
          let html = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            html += chunk
          })
          response.on('error', reject)
          response.on('end', () => {
            const status = response.statusCode ?? 0
            resolve({ status, html, location: status >= 300 && status < 400 ? response.headers.location : undefined })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  return {
    get: (path) => load('GET', path),
    post: (path, form) => load('POST', path, new URLSearchParams(form).toString()),
    pictures: async ({ html }) => {
      for (const [, source = ''] of html.matchAll(/src="(\/images[^"]*)"/g))
        await load('GET', source.replaceAll('&#38;', '&').replaceAll('&amp;', '&'))
    },
  }
}
