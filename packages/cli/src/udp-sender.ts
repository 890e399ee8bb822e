import { createSocket } from 'node:dgram'

export interface UdpSender extends AsyncDisposable {
  /** Sends one document behind the daemon's header line; gives the reason where it cannot be sent. */
  send(document: string): Promise<string | undefined>
}

const header = '{"format":"json","version":1}\n'
/** What IPv4 carries in one datagram: 64 KiB less the IP and UDP headers. */
const largest = 65_507

/** UDP has no answer: that a datagram arrived only the server can tell. */
export function openUdpSender(host: string, port: number): UdpSender {
  const address = host.replace(/^\[|\]$/g, '')
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  return {
    send: (document) => {
      // The daemon's protocol is one document a datagram; a newline within one is harmless.
      const bytes = Buffer.from(header + document)
      if (bytes.length > largest)
        return Promise.resolve(`${bytes.length} bytes do not fit in one datagram (${largest}); send it without --udp`)
      return new Promise((resolve) => socket.send(bytes, port, address, (error) => resolve(error?.message)))
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}
