import { Agent, request } from 'node:http'

/** One answer of a Roentgen: status and JSON body. */
export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** Posts JSON over kept connections. Rejects only when nothing answers. */
export interface XrayClient {
  /** The body is `{}` where the answer has none, and `{lines}` where it is one JSON object a line. */
  post(path: string, body: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<Answer>
  close(): void
}

export function xrayClient(url: string, connections: number): XrayClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  return {
    post: (path, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const outgoing = request(
          {
            agent,
            hostname,
            port,
            path,
            method: 'POST',
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
          },
          (response) => {
            const chunks: Buffer[] = []
            response.on('data', (chunk: Buffer) => chunks.push(chunk))
            response.on('error', reject)
            response.on('end', () => {
              try {
                const text = Buffer.concat(chunks).toString()
                resolve({ status: response.statusCode ?? 0, body: parsedBody(response.headers['content-type'], text) })
              } catch (error) {
                reject(error)
              }
            })
          },
        )
        outgoing.on('error', reject)
        outgoing.end(body)
      }),
    close: () => agent.destroy(),
  }
}

/** The answer's body; throws on any status but 200, with the server's words. */
export async function ask(client: XrayClient, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await client.post(path, JSON.stringify(body))
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

function parsedBody(type: string | undefined, text: string): Record<string, unknown> {
  if (type === 'application/x-ndjson')
    return {
      lines: text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    }
  return text === '' ? {} : JSON.parse(text)
}
