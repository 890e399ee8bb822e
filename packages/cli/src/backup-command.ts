import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, type JsonObject } from '@roentgen/trace'
import { Command } from 'commander'
import { writeGroups } from './backup/groups-file.ts'
import { type BackupDay, type Manifest, readManifest, writeManifest } from './backup/manifest.ts'
import { writeDay } from './backup/write-day.ts'
import type { CommandIo } from './command-io.ts'
import { errors } from './errors.ts'
import { withServer } from './reach-server.ts'
import type { ServerClient } from './server-client.ts'

interface BackupOptions {
  readonly day?: string
  readonly url?: string
  readonly dataDir?: string
  readonly config?: string
  readonly json?: true
}

interface StoredDay {
  readonly day: string
  readonly rows: number
}

export function backupCommand(io: CommandIo): Command {
  return new Command('backup')
    .description('write every stored document to a folder, a file a day, and the groups; again adds what is new')
    .argument('<folder>', 'made where absent; holds the backup of one store')
    .option('--day <yyyy-mm-dd>', 'this day of UTC alone')
    .option('--url <url>', 'the running server to ask (ROENTGEN_URL)')
    .option('--data-dir <folder>', 'back up the data of a server that does not run')
    .option('--config <file>', 'its settings')
    .option('--json', 'print a JSON object a day, and last {"done":true,"documents":N,"groups":N}')
    .addHelpText(
      'after',
      `
The server goes on meanwhile: the backup holds what it had acknowledged when it began. Traces, lists and maps are made
again from the documents by \`roentgen restore\`. A day that is over and was written before is not written again.`,
    )
    .action((folder: string, options: BackupOptions) =>
      withServer(options, io, (server) => backup(server, folder, options, io)),
    )
}

async function backup(server: ServerClient, folder: string, options: BackupOptions, io: CommandIo): Promise<void> {
  const { store, until, days } = answerOf(await server.post('/api/backup', {}, 60_000))
  const wanted = options.day === undefined ? days : days.filter(({ day }) => day === options.day)
  if (wanted.length === 0 && options.day !== undefined)
    throw errors.noSuchDay(
      options.day,
      days.map(({ day }) => day),
    )
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw errors.unwritable(folder, error.code ?? error.message)
  })
  let manifest: Manifest = (await readManifest(folder)) ?? { format: 'roentgen-backup', version: 1, store, days: {} }
  if (manifest.store !== store) throw errors.otherStore(folder)
  const sum = { documents: 0, written: 0, kept: 0, bytes: 0 }
  for (const { day, rows } of wanted) {
    const before = manifest.days[day]
    if (before !== undefined && (await isUpToDate(folder, day, before, rows))) {
      sum.kept++
      sum.documents += before.documents
      if (options.json) io.print(JSON.stringify({ day, documents: before.documents, written: false }))
      continue
    }
    const file = `${day}-${until}.ndjson.gz`
    const written = await writeDay(server, { day, until, directory: folder, file }, (documents) =>
      io.progress(`${day}: ${documents.toLocaleString('en')} documents …`),
    )
    manifest = { ...manifest, days: sorted({ ...manifest.days, [day]: { file, ...written, until, rows } }) }
    await writeManifest(folder, manifest)
    if (before !== undefined && before.file !== file) await rm(join(folder, before.file), { force: true })
    sum.written++
    sum.documents += written.documents
    sum.bytes += written.bytes
    if (options.json)
      io.print(JSON.stringify({ day, documents: written.documents, written: true, bytes: written.bytes }))
  }
  const { groups: before } = manifest
  manifest = { ...manifest, groups: await writeGroups(server, folder, `groups-${until}.json`) }
  await writeManifest(folder, manifest)
  if (before !== undefined && before.file !== manifest.groups?.file)
    await rm(join(folder, before.file), { force: true })
  io.progress('')
  if (options.json) return io.print(JSON.stringify({ done: true, ...sum, groups: manifest.groups?.groups }))
  const kept = sum.kept === 0 ? '' : `; ${sum.kept} days were there already`
  io.print(
    `${sum.documents.toLocaleString('en')} documents of ${wanted.length} days in ${folder}: ${sum.written} days written${kept}`,
  )
}

/** Whether the day was over when it was written, and the store has got and lost nothing of it since. */
async function isUpToDate(folder: string, day: string, before: BackupDay, rows: number): Promise<boolean> {
  const end = (Date.parse(`${day}T00:00:00Z`) + 86_400_000) * 1000
  if (before.until < end || before.rows !== rows) return false
  const size = await stat(join(folder, before.file)).then(
    (found) => found.size,
    () => -1,
  )
  return size === before.bytes
}

function sorted(days: Record<string, BackupDay>): Record<string, BackupDay> {
  return Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function answerOf({ store, until, days }: JsonObject): { store: string; until: number; days: readonly StoredDay[] } {
  if (typeof store !== 'string' || typeof until !== 'number' || !Array.isArray(days))
    throw errors.brokeOff('/api/backup')
  const stored = days.map((entry) => {
    if (!isObject(entry) || typeof entry.day !== 'string' || typeof entry.rows !== 'number')
      throw errors.brokeOff('/api/backup')
    return { day: entry.day, rows: entry.rows }
  })
  return { store, until, days: stored }
}
