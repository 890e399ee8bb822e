import http from 'node:http'

/** What another service answered; `body` is its JSON, whatever the status. */
export interface Answer<Body> {
  readonly status: number
  readonly body: Body
}

interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: object
  /** Milliseconds until the call is given up; without it the callee may take as long as it likes. */
  readonly timeout?: number
}

/**
 * Calls another service. Any status is an answer; rejects when there is none in time, or when it is not JSON.
 * Goes through `http.request`, which tracing SDKs patch.
 */
export function call<Body>(url: string, { method = 'GET', body, timeout }: CallOptions = {}): Promise<Answer<Body>> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const headers =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const request = http.request(url, { method, headers }, (response) => {
      let received = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        received += chunk
      })
      response.on('error', reject)
      response.on('end', () => {
        clearTimeout(timer)
        try {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(received) as Body })
        } catch {
          reject(new Error(`${url} answered ${response.statusCode} without JSON`))
        }
      })
    })
    const timer = timeout && setTimeout(() => request.destroy(new CallTimeout(url, timeout)), timeout)
    request.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    request.end(text)
  })
}

class CallTimeout extends Error {
  override readonly name = 'CallTimeout'
  constructor(url: string, milliseconds: number) {
    super(`${url} did not answer within ${milliseconds} ms`)
  }
}
