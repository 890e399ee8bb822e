import { connect, type Socket } from 'node:net'
import { encodeCommand, RespError, RespReader, type RespValue } from './resp.ts'

/** One connection to a Redis, opened at the first command and again after it broke. */
export interface Redis {
  /** Gives the answer; rejects with RespError when Redis refuses, and with the socket's error when none is reached. */
  command(...words: string[]): Promise<RespValue>
  close(): void
}

const patienceMilliseconds = 2000

/** @param address `redis://host:port/0`, as REDIS_ENDPOINT has it */
export function openRedis(address: string): Redis {
  const { hostname, port } = new URL(address)
  let connection: Connection | undefined
  return {
    command: (...words) => {
      if (connection === undefined || connection.broken) connection = new Connection(hostname, Number(port || 6379))
      return connection.send(words)
    },
    close: () => connection?.close(),
  }
}

interface Waiting {
  resolve(value: RespValue): void
  reject(error: Error): void
}

class Connection {
  broken = false
  private readonly socket: Socket
  private readonly reader = new RespReader()
  private readonly waiting: Waiting[] = []

  constructor(host: string, port: number) {
    this.socket = connect({ host, port, noDelay: true })
    this.socket.setTimeout(patienceMilliseconds, () => {
      if (this.waiting.length > 0 || this.socket.connecting) this.fail(new Error(`Redis at ${host}:${port} is silent`))
    })
    this.socket.on('data', (chunk) => this.receive(chunk))
    this.socket.on('error', (error) => this.fail(error))
    this.socket.on('close', () => this.fail(new Error(`Redis at ${host}:${port} closed the connection`)))
    // A process that has nothing else to do may end.
    this.socket.unref()
  }

  send(words: readonly string[]): Promise<RespValue> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject })
      this.socket.ref()
      this.socket.write(encodeCommand(words))
    })
  }

  close(): void {
    this.fail(new Error('the connection to Redis was closed'))
  }

  private receive(chunk: Buffer): void {
    try {
      for (const value of this.reader.push(chunk)) {
        const waiting = this.waiting.shift()
        if (value instanceof RespError) waiting?.reject(value)
        else waiting?.resolve(value)
      }
      if (this.waiting.length === 0) this.socket.unref()
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)))
    }
  }

  private fail(error: Error): void {
    this.broken = true
    this.socket.destroy()
    for (const { reject } of this.waiting.splice(0)) reject(error)
  }
}
