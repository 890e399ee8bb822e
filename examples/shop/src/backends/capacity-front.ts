import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { listenLocally } from '../network/listen-locally.ts'
import { consumedBy, costOf, type OperationCost } from './operation-cost.ts'
import { type CapacityReport, TableCapacity } from './table-capacity.ts'

/** Stands before a DynamoDB that does not enforce provisioned capacity, and enforces it. */
export interface CapacityFront {
  readonly port: number
  readonly burstSeconds: number
  report(): readonly CapacityReport[]
  /** Seconds of unused capacity that tables keep: 0 here, 300 at AWS. */
  setBurst(seconds: number): void
  close(): Promise<void>
}

export interface FrontOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Of the DynamoDB behind it, on this machine. */
  readonly behind: number
  readonly burstSeconds: number
  /** Milliseconds. */
  readonly clock: () => number
}

const exceeded = {
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
}

export async function startCapacityFront(options: FrontOptions): Promise<CapacityFront> {
  const { clock, behind } = options
  const tables = new Map<string, TableCapacity>()
  let burstSeconds = options.burstSeconds
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      console.error(error)
      outgoing.destroy()
    })
  })
  const port = await listenLocally(server, options.port)

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const sent = await buffer(incoming)
    const operation = String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? ''
    const body = parsed(sent)
    const cost = costOf(operation, body)
    if (cost === undefined) {
      const passed = await forward(incoming, sent)
      if (passed.status === 200) learn(operation, body)
      return reply(outgoing, passed.status, passed.headers, passed.body)
    }
    if (!admitted(cost)) {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() }
      return reply(outgoing, 400, headers, Buffer.from(JSON.stringify(exceeded)))
    }
    const asked = body.ReturnConsumedCapacity
    const counted = asked === 'TOTAL' || asked === 'INDEXES'
    const passed = await forward(
      incoming,
      counted ? sent : Buffer.from(JSON.stringify({ ...body, ReturnConsumedCapacity: 'TOTAL' })),
    )
    const result = parsed(passed.body)
    const used = consumedBy(result)
    for (const [table, least] of cost.least)
      tables.get(table)?.settle(cost.kind, least, used.get(table) ?? least, clock())
    if (counted || passed.status !== 200) return reply(outgoing, passed.status, passed.headers, passed.body)
    const { ConsumedCapacity: _, ...rest } = result
    reply(outgoing, 200, passed.headers, Buffer.from(JSON.stringify(rest)))
  }

  /** A request on several tables is refused when one of them has no room, and then has used none of the others'. */
  function admitted({ kind, least }: OperationCost): boolean {
    const now = clock()
    const taken: [TableCapacity, number][] = []
    for (const [name, units] of least) {
      const table = tables.get(name)
      if (!table) continue
      if (!table.take(kind, units, now)) {
        for (const [earlier, back] of taken) earlier.settle(kind, back, 0, now)
        return false
      }
      taken.push([table, units])
    }
    return true
  }

  /** Keeps up with what tables are made, changed and dropped behind it. */
  function learn(operation: string, body: Record<string, unknown>): void {
    const { TableName: name, ProvisionedThroughput: throughput, BillingMode: mode } = body
    if (typeof name !== 'string') return
    if (operation === 'DeleteTable' || mode === 'PAY_PER_REQUEST') tables.delete(name)
    if ((operation !== 'CreateTable' && operation !== 'UpdateTable') || !isThroughput(throughput)) return
    const provision = { read: throughput.ReadCapacityUnits, write: throughput.WriteCapacityUnits }
    const known = tables.get(name)
    if (known) known.change(provision, burstSeconds, clock())
    else tables.set(name, new TableCapacity(name, provision, burstSeconds, clock()))
  }

  function forward(incoming: IncomingMessage, body: Buffer): Promise<Passed> {
    const { 'content-length': _length, 'transfer-encoding': _coding, connection: _, ...headers } = incoming.headers
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: behind,
          method: incoming.method,
          path: incoming.url,
          headers: { ...headers, 'content-length': body.length },
          agent: false,
        },
        (response) => {
          buffer(response).then((received) => {
            resolve({ status: response.statusCode ?? 502, headers: response.headers, body: received })
          }, reject)
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  return {
    port,
    get burstSeconds() {
      return burstSeconds
    },
    report: () => [...tables.values()].map((table) => table.report(clock())),
    setBurst: (seconds) => {
      burstSeconds = seconds
      for (const table of tables.values()) {
        const { read, write } = table.report(clock())
        table.change({ read, write }, seconds, clock())
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Passed {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: Buffer
}

/** With the checksum that boto3 compares, of the body as it leaves here. */
function reply(outgoing: ServerResponse, status: number, headers: NodeJS.Dict<string | string[]>, body: Buffer): void {
  const { connection: _, 'keep-alive': _alive, 'transfer-encoding': _coding, ...kept } = headers
  outgoing.writeHead(status, { ...kept, 'content-length': body.length, 'x-amz-crc32': crc32(body) })
  outgoing.end(body)
}

function parsed(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // What is no JSON is for the DynamoDB behind to refuse.
    return {}
  }
}

function isThroughput(value: unknown): value is { ReadCapacityUnits: number; WriteCapacityUnits: number } {
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = (value ?? {}) as Record<string, unknown>
  return typeof read === 'number' && typeof write === 'number'
}
