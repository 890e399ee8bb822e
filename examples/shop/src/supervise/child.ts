import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { errors, type ShopError } from '../errors.ts'
import { compiled } from '../package-root.ts'

/** What runs: a program, its arguments, and its environment on top of the inherited one. */
export interface Program {
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly folder?: string
}

const keptLines = 100

/**
 * A process of the shop. Its standard input is its lifeline: it ends itself when that closes, so that nothing is left
 * behind even when this process is killed.
 */
export class Child {
  /** Settles when the process has ended, never rejects. */
  readonly exited: Promise<void>
  readonly startedAt = Date.now()
  /** The last lines that it printed. */
  readonly log: string[] = []
  readonly process: ChildProcess
  private alive = true

  constructor({ program, args, environment, folder }: Program, channel = false) {
    this.process = spawn(program, args, {
      env: { ...inherited(), ...environment },
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe', ...(channel ? (['ipc'] as const) : [])],
    })
    this.process.stdin?.on('error', () => {})
    for (const stream of [this.process.stdout, this.process.stderr])
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          this.log.push(plain(line))
          if (this.log.length > keptLines) this.log.shift()
        })
    this.exited = new Promise((resolve) => {
      const ended = () => {
        this.alive = false
        this.process.stdin?.destroy()
        resolve()
      }
      this.process.on('exit', ended)
      this.process.on('error', (error) => {
        this.log.push(error.message)
        if (this.process.pid === undefined) ended()
      })
    })
  }

  get pid(): number | undefined {
    return this.process.pid
  }

  get isAlive(): boolean {
    return this.alive
  }

  /** Why it is given up while it starts. */
  startError(name: string, patienceMilliseconds: number): ShopError {
    return this.alive
      ? errors.notStarted(name, patienceMilliseconds / 1000, this.log)
      : errors.endedEarly(name, this.log)
  }

  /** Without warning. */
  kill(): void {
    this.process.kill('SIGKILL')
  }

  /** Asks it to end and, after a while, makes it. */
  async stop(patienceMilliseconds = 2000): Promise<void> {
    if (!this.alive) return
    this.process.kill('SIGTERM')
    const timer = setTimeout(() => this.kill(), patienceMilliseconds)
    await this.exited
    clearTimeout(timer)
  }
}

/** A program of this shop on Node, with the cluster's names. */
export function nodeProgram(file: string, environment: Readonly<Record<string, string>>, folder?: string): Program {
  const preload = pathToFileURL(compiled('network/preload.js')).href
  // As much as the lab gives a pod, so that a leak shows as a restart.
  const args = ['--max-old-space-size=128', '--import', preload, file]
  // The AWS SDK would say in every log that it will need a later Node one day.
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...environment }
  return { program: process.execPath, args, environment: quiet, ...(folder !== undefined && { folder }) }
}

/** Nothing of the machine's own AWS account, and nothing meant for this process alone. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|ROENTGEN|VITEST|NODE|PYTHON)_?/.test(name)),
  )
}

/** Without the colours that some servers put into their logs. */
function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is taken out
  return line.replaceAll(/\u001b\[[\d;]*m/g, '')
}
