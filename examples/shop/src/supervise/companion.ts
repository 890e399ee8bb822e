import { Child, type Program } from './child.ts'

/** What is known of a process besides the services. */
export interface CompanionStatus {
  readonly name: string
  readonly pid: number | undefined
  readonly ready: boolean
  readonly restarts: number
  /** Milliseconds. */
  readonly age: number
}

const restartDelay = 1000

/** A process that the services need: kept running on the same ports, never killed by chaos. */
export class Companion {
  readonly name: string
  child: Child
  private readonly launch: () => Child
  private restarts = 0
  private timer: NodeJS.Timeout | undefined
  private isClosed = false

  /** @param begun told of every new process, the first one too */
  constructor(name: string, program: Program, channel = false, begun: (child: Child) => void = () => {}) {
    this.name = name
    this.launch = () => {
      const child = new Child(program, channel)
      begun(child)
      child.exited.then(() => this.again())
      return child
    }
    this.child = this.launch()
  }

  status(now: number): CompanionStatus {
    const { isAlive, pid, startedAt } = this.child
    return {
      name: this.name,
      pid: isAlive ? pid : undefined,
      ready: isAlive,
      restarts: this.restarts,
      age: now - startedAt,
    }
  }

  async close(): Promise<void> {
    this.isClosed = true
    clearTimeout(this.timer)
    await this.child.stop()
  }

  private again(): void {
    if (this.isClosed) return
    this.timer = setTimeout(() => {
      this.restarts += 1
      this.child = this.launch()
    }, restartDelay)
  }
}
