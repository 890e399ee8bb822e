import type { Random } from '../random.ts'
import type { Deployment, Range } from './deployment.ts'

/** One service killed by chance or by command. */
export interface Kill {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly service: string
  /** Milliseconds until all its replicas were ready again; absent while they are not. */
  awayMilliseconds?: number
}

export interface ChaosStatus {
  /** Between two kills; undefined while it is stopped. */
  readonly interval: Range | undefined
  readonly kills: readonly Kill[]
}

const keptKills = 200
const betweenLooks = 100

/** Kills a whole random service, again and again, and keeps the log of all kills. */
export class Chaos {
  private readonly deployments: readonly Deployment[]
  private readonly random: Random
  private readonly kills: Kill[] = []
  private interval: Range | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(deployments: readonly Deployment[], random: Random) {
    this.deployments = deployments
    this.random = random
  }

  /** The first kill comes at once. */
  start(interval: Range): void {
    this.stop()
    this.interval = interval
    const next = () => {
      // One that is away cannot be killed; in the lab it is not in the list of pods either.
      const [first, ...rest] = this.deployments.filter(({ isReady }) => isReady)
      if (first) this.kill(this.random.pick([first, ...rest]))
      this.timer = setTimeout(next, this.random.between(interval.low, interval.high))
    }
    next()
  }

  stop(): void {
    clearTimeout(this.timer)
    this.interval = undefined
  }

  /** Without warning, every replica. */
  kill(deployment: Deployment): Kill {
    const kill: Kill = { at: Date.now(), service: deployment.service.name }
    this.kills.push(kill)
    if (this.kills.length > keptKills) this.kills.shift()
    void deployment.kill().then(() => {
      const look = setInterval(() => {
        if (!deployment.isReady) return
        clearInterval(look)
        kill.awayMilliseconds = Date.now() - kill.at
      }, betweenLooks).unref()
    })
    return kill
  }

  get status(): ChaosStatus {
    return { interval: this.interval, kills: [...this.kills] }
  }
}
