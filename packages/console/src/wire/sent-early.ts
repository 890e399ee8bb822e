/** Answers that come before anyone can read them, by the requests' names. Taken when the page begins: they grow old. */
const answers = new Map<string, Promise<Response>>()
/** Ends with the last of them. */
let all: Promise<unknown> = Promise.resolve()

/** Milliseconds: what can wait for the early answers waits no longer. */
const patience = 3_000

/** Sends a request that will be asked for soon, word for word. @param body as JSON; without one it is a GET */
export function sendEarly(path: string, body?: string): void {
  const answer = send(path, body).then(whole)
  answers.set(nameOf(path, body), answer)
  // Whoever asks for it hears that it failed.
  all = Promise.allSettled([all, answer]).then(() => undefined)
}

/** The answer of {@link sendEarly}, for the first who asks for it. */
export function takeEarly(path: string, body?: string): Promise<Response> | undefined {
  const answer = answers.get(nameOf(path, body))
  answers.delete(nameOf(path, body))
  return answer
}

/** Ends when what was sent early is answered: a question that can wait takes nothing from it. */
export async function earlyAnswered(): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const enough = new Promise((resolve) => {
    timer = setTimeout(resolve, patience)
  })
  await Promise.race([all, enough])
  clearTimeout(timer)
}

/** To the server that this page came from. */
export function send(path: string, body?: string, signal?: AbortSignal): Promise<Response> {
  return fetch(path, {
    ...(body !== undefined && { method: 'POST', body }),
    ...(signal !== undefined && { signal }),
    headers: { accept: 'application/json' },
  })
}

async function whole(response: Response): Promise<Response> {
  const { status, statusText, headers } = response
  const bytes = await response.arrayBuffer()
  return new Response(bytes, { status, statusText, headers })
}

function nameOf(path: string, body = ''): string {
  return `${path} ${body}`
}
