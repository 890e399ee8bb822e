import { join } from 'node:path'
import { isObject, type JsonObject } from '@roentgen/trace'
import { Command } from 'commander'
import { faultOfDay } from './backup/check-day.ts'
import { dayLines } from './backup/day-lines.ts'
import { readGroups } from './backup/groups-file.ts'
import { type BackupDay, manifestName, readManifest } from './backup/manifest.ts'
import type { CommandIo } from './command-io.ts'
import { errors } from './errors.ts'
import { withServer } from './reach-server.ts'
import type { ServerClient } from './server-client.ts'

interface RestoreOptions {
  readonly day?: string
  readonly url?: string
  readonly dataDir?: string
  readonly config?: string
  readonly json?: true
}

interface Sum {
  restored: number
  older: number
  rejected: number
}

/** A server with a long queue may ask for a pause for so long, ms. */
const patience = 120_000
const bytesOfRequest = 2_000_000

export function restoreCommand(io: CommandIo): Command {
  return new Command('restore')
    .description('put the documents of a backup back, with their times of receipt; again changes nothing')
    .argument('<folder>', 'what `roentgen backup` wrote')
    .option('--day <yyyy-mm-dd>', 'this day of UTC alone')
    .option('--url <url>', 'the running server to restore into (ROENTGEN_URL)')
    .option('--data-dir <folder>', 'restore into the data of a server that does not run')
    .option('--config <file>', 'its settings')
    .option(
      '--json',
      'print a JSON object a day, and last {"done":true,"restored":N,"older":N,"rejected":N,"groups":N}',
    )
    .addHelpText(
      'after',
      `
The files are checked before anything is sent. The server may hold other documents and go on receiving: what it has
already is not stored twice, and a group that is there stays as it is. Documents older than its retention are left out
and counted; that of a server that does not run is read from --config and the environment.`,
    )
    .action(async (folder: string, options: RestoreOptions) => {
      const contents = await checked(folder, options.day, io)
      await withServer({ ...options, mayBeNew: true }, io, (server) => restore(server, folder, contents, options, io))
    })
}

interface Contents {
  readonly days: readonly (readonly [string, BackupDay])[]
  /** As the server takes them; undefined where the backup has none, and beside one day alone. */
  readonly groups: JsonObject | undefined
}

async function checked(folder: string, only: string | undefined, io: CommandIo): Promise<Contents> {
  const manifest = await readManifest(folder)
  if (manifest === undefined) throw errors.unreadable(join(folder, manifestName), 'ENOENT')
  const all = Object.entries(manifest.days)
  const days = only === undefined ? all : all.filter(([day]) => day === only)
  if (days.length === 0 && only !== undefined)
    throw errors.noSuchDay(
      only,
      all.map(([day]) => day),
    )
  const faults: string[] = []
  for (const [day, entry] of days) {
    io.progress(`checking ${day} …`)
    const fault = await faultOfDay(folder, entry)
    if (fault !== undefined) faults.push(`${entry.file}: ${fault}`)
  }
  io.progress('')
  const groups =
    manifest.groups === undefined || only !== undefined ? undefined : await readGroups(folder, manifest.groups)
  if (typeof groups === 'string') faults.push(`${manifest.groups?.file}: ${groups}`)
  if (faults.length > 0 || typeof groups === 'string') throw errors.damagedBackup(folder, faults)
  // Oldest first: a trace then has its earliest document before the others.
  return { days: days.sort(([a], [b]) => (a < b ? -1 : 1)), groups }
}

async function restore(
  server: ServerClient,
  folder: string,
  { days, groups }: Contents,
  options: RestoreOptions,
  io: CommandIo,
): Promise<void> {
  const all: Sum = { restored: 0, older: 0, rejected: 0 }
  // Before the documents: these then belong to the groups of their time, where the server holds nothing that is newer.
  const ofGroups = groups === undefined ? {} : await server.post('/api/restore/groups', groups, patience)
  const restoredGroups = Number(ofGroups.restored ?? 0)
  for (const [day, { file }] of days) {
    const sum: Sum = { restored: 0, older: 0, rejected: 0 }
    for await (const lines of requests(dayLines(join(folder, file)))) {
      add(sum, await server.send('/api/restore', lines, patience), (reason) => io.remark(`${day}: left out: ${reason}`))
      io.progress(`${day}: ${sum.restored.toLocaleString('en')} documents …`)
    }
    if (options.json) io.print(JSON.stringify({ day, ...sum }))
    for (const name of ['restored', 'older', 'rejected'] as const) all[name] += sum[name]
  }
  io.progress('waiting until lists and maps have them …')
  await server.post('/api/flush', {}, 3_600_000)
  io.progress('')
  if (options.json) io.print(JSON.stringify({ done: true, ...all, groups: restoredGroups }))
  else {
    if (restoredGroups > 0) io.print(`${restoredGroups.toLocaleString('en')} groups restored`)
    io.print(`${all.restored.toLocaleString('en')} documents of ${days.length} days restored; lists and maps have them`)
    if (all.older > 0)
      io.print(
        `${all.older.toLocaleString('en')} are older than the retention and were left out: ${options.dataDir === undefined ? 'start the server with a longer --retention' : 'set a longer one, with ROENTGEN_RETENTION or in the --config file,'} to have them`,
      )
    if (all.rejected > 0) io.print(`${all.rejected.toLocaleString('en')} were not admitted`)
  }
  if (all.older + all.rejected > 0) io.fail()
}

/** Lines together, as many as one request may well hold. */
async function* requests(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let bytes = 0
  for await (const chunk of lines) {
    if (bytes > 0 && bytes + chunk.length > bytesOfRequest) {
      yield Buffer.concat(waiting)
      waiting = []
      bytes = 0
    }
    waiting.push(chunk)
    bytes += chunk.length
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}

function add(sum: Sum, answer: JsonObject, onRejected: (reason: string) => void): void {
  sum.restored += Number(answer.restored ?? 0)
  sum.older += Number(answer.older ?? 0)
  const rejected = Array.isArray(answer.rejected) ? answer.rejected : []
  sum.rejected += rejected.length
  for (const one of rejected) onRejected(isObject(one) ? String(one.reason) : String(one))
}
