import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const roentgen = fileURLToPath(new URL('../../packages/cli/bin/roentgen.js', import.meta.url))

/** A Roentgen of its own process, as a user starts it: `roentgen serve --json`. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly pid: number
  readonly port: number
  readonly url: string
  /** The newest lines of its log, at most 500. */
  readonly log: readonly string[]
  /** From spawn to the line `{"ready":true}`. */
  readonly startMilliseconds: number
  /** SIGTERM, and its exit status. Throws when it has not ended within 30 s. */
  stop(): Promise<number | null>
}

/**
 * `nodeArgs` are Node's own; a server that is given some has a channel for messages to what they load.
 *
 * @throws when it ends before it is ready, with the end of its log, or is not ready within 60 s
 */
export async function startServerProcess(
  dataDir: string,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): Promise<ServerProcess> {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [...nodeArgs, roentgen, 'serve', '--json', '--port', '0', '--data-dir', dataDir, '--log-level', 'warn', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe', nodeArgs.length > 0 ? 'ipc' : 'ignore'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  if (child.stderr === null) throw new Error('stderr is a pipe')
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.push(line)
    if (log.length > 500) log.shift()
  })
  const port = await Promise.race([
    readyPort(child),
    once(child, 'exit').then(([status]) =>
      Promise.reject(new Error(`the server ended with ${status}:\n${log.slice(-50).join('\n')}`)),
    ),
    afterSeconds(60).then(() =>
      Promise.reject(new Error(`the server was not ready within 60 s:\n${log.slice(-50).join('\n')}`)),
    ),
  ])
  const { pid } = child
  if (pid === undefined) throw new Error('a process that is ready has a pid')
  return {
    child,
    pid,
    port,
    log,
    url: `http://127.0.0.1:${port}`,
    startMilliseconds: performance.now() - started,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await Promise.race([
        ended,
        afterSeconds(30).then(() => Promise.reject(new Error('the server did not end within 30 s of SIGTERM'))),
      ])
      return child.exitCode
    },
  }
}

async function readyPort(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('stdout is a pipe')
  for await (const line of createInterface({ input: child.stdout })) {
    const message: { ready?: boolean; port?: number } = JSON.parse(line)
    if (message.ready && message.port) return message.port
  }
  throw new Error('the server closed its stdout before it was ready')
}

function afterSeconds(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref())
}
