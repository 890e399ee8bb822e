/** An event of a live stream, as far as a reader needs it. */
export interface StreamEvent {
  readonly event: string
  /** With which the stream goes on after it broke off. */
  readonly id: string
  readonly data: string
}

/** The events of a stream of server-sent events; comments are left out. Ends with the stream. */
export async function* eventsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of bytes) {
    rest += decoder.decode(piece, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = fieldOf(block, 'event')
      if (event !== undefined) yield { event, id: fieldOf(block, 'id') ?? '', data: fieldOf(block, 'data') ?? '' }
    }
  }
}

function fieldOf(block: string, name: string): string | undefined {
  const line = block.split('\n').find((one) => one.startsWith(`${name}:`))
  return line?.slice(name.length + 1).replace(/^ /, '')
}
