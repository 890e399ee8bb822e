import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isObject, type JsonValue, type Micros } from '@roentgen/trace'
import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { errors } from './errors.ts'
import { moveToNow } from './move-to-now.ts'
import { readDocuments } from './read-documents.ts'
import { connectTo, type ServerClient } from './server-client.ts'
import { openUdpSender } from './udp-sender.ts'

interface SendOptions {
  readonly wait?: true
  readonly udp?: true
  readonly now?: true
  readonly url?: string
}

/** Well under the server's 8 MB and 10,000 documents a request, so that progress moves and little is repeated on 429. */
const batch = { documents: 500, characters: 2_000_000 }

export function sendCommand(io: CommandIo): Command {
  return new Command('send')
    .description('send segment documents: one a line, one alone, an array, or a capture with datagrams')
    .argument('<file>', 'file to read; - for standard input')
    .option('--wait', 'return when the documents are in lists and maps')
    .option('--udp', 'send datagrams as an SDK does, instead of PutTraceSegments')
    .option('--now', 'move all times by one span, so that the latest is now; ids stay (reads the file into memory)')
    .option('--url <url>', 'the server to send to (ROENTGEN_URL)')
    .action(async (file: string, options: SendOptions) => {
      const server = connectTo(options.url, io.environment)
      const documents = await documentsOf(file, options, io)
      const { sent, rejected } = await (options.udp ? sendByUdp : sendByHttp)(documents, server, io)
      if (options.wait) await server.post('/api/flush', {}, 60_000)
      io.print(
        `${sent} documents sent${rejected > 0 ? `, ${rejected} rejected` : ''}${options.wait ? '; lists and maps have them' : ''}`,
      )
      if (rejected > 0) io.fail()
    })
}

async function documentsOf(
  file: string,
  options: SendOptions,
  io: CommandIo,
): Promise<AsyncIterable<string> | string[]> {
  if (file !== '-')
    await stat(file).then(
      (found) => found.isDirectory() && Promise.reject(errors.unreadable(file, 'it is a directory')),
      (cause: NodeJS.ErrnoException) => Promise.reject(errors.unreadable(file, cause.code ?? cause.message)),
    )
  const documents = readDocuments(
    file === '-' ? io.input : createReadStream(file),
    file === '-' ? 'standard input' : file,
  )
  if (!options.now) return documents
  const all: string[] = []
  for await (const document of documents) all.push(document)
  return moveToNow(all, (Date.now() * 1000) as Micros)
}

interface Outcome {
  readonly sent: number
  readonly rejected: number
}

async function sendByHttp(
  documents: AsyncIterable<string> | string[],
  server: ServerClient,
  io: CommandIo,
): Promise<Outcome> {
  let sent = 0
  let rejected = 0
  let waiting: string[] = []
  let characters = 0
  const flush = async () => {
    const answer = await server.post('/TraceSegments', { TraceSegmentDocuments: waiting })
    const unprocessed = Array.isArray(answer.UnprocessedTraceSegments) ? answer.UnprocessedTraceSegments : []
    for (const item of unprocessed as readonly JsonValue[]) io.remark(`rejected: ${rejectionText(item)}`)
    rejected += unprocessed.length
    sent += waiting.length - unprocessed.length
    waiting = []
    characters = 0
    io.progress(`${sent.toLocaleString('en')} documents sent …`)
  }
  for await (const document of documents) {
    waiting.push(document)
    characters += document.length
    if (waiting.length >= batch.documents || characters >= batch.characters) await flush()
  }
  if (waiting.length > 0) await flush()
  io.progress('')
  return { sent, rejected }
}

async function sendByUdp(
  documents: AsyncIterable<string> | string[],
  server: ServerClient,
  io: CommandIo,
): Promise<Outcome> {
  await using sender = openUdpSender(server.url.hostname, Number(server.url.port || 2000))
  let sent = 0
  let rejected = 0
  for await (const document of documents) {
    const fault = await sender.send(document)
    if (fault) io.remark(`not sent: ${fault}`)
    if (fault) rejected += 1
    else sent += 1
    if (sent % 500 === 0) io.progress(`${sent.toLocaleString('en')} documents sent …`)
  }
  io.progress('')
  return { sent, rejected }
}

function rejectionText(item: JsonValue): string {
  if (!isObject(item)) return JSON.stringify(item)
  return `${typeof item.Id === 'string' ? item.Id : 'a document without an id'}: ${item.Message ?? item.ErrorCode}`
}
