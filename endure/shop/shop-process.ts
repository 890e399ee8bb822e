import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const roentgen = fileURLToPath(new URL('../../../packages/cli/bin/roentgen.js', import.meta.url))

/** A shop with its own Roentgen, as a user opens it: `roentgen shop --json`. */
export interface ShopProcess {
  readonly child: ChildProcess
  readonly pid: number
  readonly shop: string
  readonly roentgen: string
  /** From spawn to the line `{"ready":true}`. */
  readonly startMilliseconds: number
  /** `roentgen shop …` of another terminal; throws when it fails. Gives what it printed. */
  command(...args: string[]): Promise<string>
  /** SIGINT, as Ctrl-C sends it, and the end of its directory. Gives the exit status. */
  close(): Promise<number | null>
}

/** @param dataDir one that stays, such as one with a Python environment; without it a fresh one that goes with the shop */
export async function openShopProcess(args: readonly string[], dataDir?: string): Promise<ShopProcess> {
  const directory = dataDir ?? (await mkdtemp(join(tmpdir(), 'roentgen-shop-')))
  const started = performance.now()
  const child = spawn(process.execPath, [roentgen, 'shop', '--json', '--port', '0', '--data-dir', directory, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const words: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => words.push(line))
  const exited = once(child, 'exit') as Promise<[number | null]>
  const failed = exited.then(([status]) =>
    Promise.reject(new Error(`the shop ended with ${status}:\n${words.slice(-20).join('\n')}`)),
  )
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed])) as [string]
  failed.catch(() => {})
  const { port, shop }: { port: number; shop: string } = JSON.parse(line)
  const { pid } = child
  if (pid === undefined) throw new Error('a process that is ready has a pid')
  return {
    child,
    pid,
    shop,
    roentgen: `http://127.0.0.1:${port}`,
    startMilliseconds: performance.now() - started,
    command: async (...rest) => {
      const other = spawn(process.execPath, [roentgen, 'shop', ...rest, '--data-dir', directory], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const ended = once(other, 'close') as Promise<[number | null]>
      const [stdout, stderr] = await Promise.all([text(other.stdout), text(other.stderr)])
      const [status] = await ended
      if (status !== 0) throw new Error(`roentgen shop ${rest.join(' ')} ended with ${status}: ${stderr}`)
      return stdout
    },
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
      const [status] = await exited
      if (dataDir === undefined) await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
      return status
    },
  }
}
