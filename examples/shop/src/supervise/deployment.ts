import { errors } from '../errors.ts'
import type { Random } from '../random.ts'
import type { ServiceEntry } from '../service-table.ts'
import type { Balancer } from './balancer.ts'
import { type Launch, Replica } from './replica.ts'
import { nameOfSource, type ServiceSource } from './service-source.ts'

/** A length of time that is drawn anew each time. Milliseconds. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** What `kubectl get pods` shows of one replica. */
export interface ReplicaStatus {
  readonly name: string
  readonly pid: number | undefined
  readonly ready: boolean
  readonly restarts: number
  /** Milliseconds since its process started. */
  readonly age: number
  readonly source: string
}

export interface DeploymentOptions {
  readonly service: ServiceEntry
  readonly replicas: number
  readonly source: ServiceSource
  readonly balancer: Balancer
  readonly launch: Launch
  /** How long a replica that died stays away at least, as a pod does until its first probe. */
  readonly respawn: Range
  readonly random: Random
}

interface Slot {
  readonly name: string
  replica: Replica | undefined
  restarts: number
}

/** As Kubernetes probes in the lab; a replica that fails once gets no requests, one that fails three times is killed. */
const livenessInterval = 30_000
const mostMissedProbes = 3
const startPatience = 30_000
const drainPatience = 30_000
const shortLife = 2000

/** All replicas of a service: started, watched, replaced when they die, exchanged for others on demand. */
export class Deployment {
  readonly service: ServiceEntry
  private readonly options: DeploymentOptions
  private readonly slots: readonly Slot[]
  private readonly liveness: NodeJS.Timeout
  private source: ServiceSource
  private isRolling = false
  private isClosed = false
  private readonly timers = new Map<NodeJS.Timeout, () => void>()

  constructor(options: DeploymentOptions) {
    this.options = options
    this.service = options.service
    this.source = options.source
    this.slots = Array.from({ length: options.replicas }, (_, index) => ({
      name: `${options.service.name}-${index + 1}`,
      replica: undefined,
      restarts: 0,
    }))
    this.liveness = setInterval(() => this.checkAll(), livenessInterval).unref()
  }

  /** Resolves when all replicas are ready; rejects with the log of one that does not come up. */
  async start(): Promise<void> {
    await Promise.all(
      this.slots.map(async (slot) => {
        const replica = await this.launch(this.source)
        this.adopt(slot, replica)
        if (await replica.untilHealthy(startPatience)) this.open(slot, replica)
        else if (!this.isClosed) throw replica.child.startError(this.service.name, startPatience)
      }),
    )
  }

  /** kill -9 of every replica. Resolves when they have ended: a busy machine is told of that late, and until then they seem ready. */
  async kill(): Promise<void> {
    const alive = this.slots.flatMap(({ replica }) => (replica?.child.isAlive ? [replica] : []))
    for (const { child } of alive) child.kill()
    await Promise.all(alive.map(({ child }) => child.exited))
  }

  /**
   * Exchanges every replica for one of another source, without failing a request: new ones are started beside the old ones
   * and take over when all are healthy. When they are not, they go and the old ones stay.
   */
  async rollOut(source: ServiceSource): Promise<void> {
    if (this.isRolling) throw errors.rolling(this.service.name)
    this.isRolling = true
    try {
      const fresh = await Promise.all(this.slots.map(() => this.launch(source)))
      const healthy = await Promise.all(fresh.map((replica) => replica.untilHealthy(startPatience)))
      if (healthy.includes(false) || this.isClosed) {
        const failed = fresh[healthy.indexOf(false)]
        await Promise.all(fresh.map(({ child }) => child.stop()))
        throw errors.notHealthy(this.service.name, nameOfSource(source), failed?.child.log ?? [])
      }
      this.source = source
      const old = this.slots.map(({ replica }) => replica)
      this.slots.forEach((slot, index) => {
        const replica = fresh[index]
        if (!replica) return
        this.adopt(slot, replica)
        this.open(slot, replica)
      })
      await Promise.all(old.map((replica) => replica && this.retire(replica)))
    } finally {
      this.isRolling = false
    }
  }

  get isReady(): boolean {
    return this.slots.every(({ replica }) => replica?.isReady)
  }

  get sourceName(): string {
    return nameOfSource(this.source)
  }

  /** The last lines that its replicas printed. */
  log(): string[] {
    return this.slots.flatMap(({ name, replica }) => replica?.child.log.map((line) => `${name}  ${line}`) ?? [])
  }

  status(now: number): ReplicaStatus[] {
    return this.slots.map(({ name, replica, restarts }) => ({
      name,
      pid: replica?.child.isAlive ? replica.child.pid : undefined,
      ready: replica?.isReady ?? false,
      restarts,
      age: replica ? now - replica.child.startedAt : 0,
      source: nameOfSource(replica?.source ?? this.source),
    }))
  }

  async close(): Promise<void> {
    this.isClosed = true
    clearInterval(this.liveness)
    for (const [timer, go] of this.timers) {
      clearTimeout(timer)
      go()
    }
    await Promise.all(this.slots.map(({ replica }) => replica?.child.stop()))
  }

  private async launch(source: ServiceSource): Promise<Replica> {
    const replica = await Replica.start(this.service, source, this.options.launch)
    if (this.isClosed) replica.child.kill()
    return replica
  }

  private adopt(slot: Slot, replica: Replica): void {
    slot.replica = replica
    replica.child.exited.then(() => {
      this.shut(replica)
      if (slot.replica !== replica || this.isClosed) return
      this.revive(slot, Date.now() - replica.child.startedAt).catch((error: unknown) => console.error(error))
    })
  }

  private open(slot: Slot, replica: Replica): void {
    if (slot.replica !== replica || !replica.child.isAlive || this.isClosed) return
    replica.isReady = true
    replica.missedProbes = 0
    this.options.balancer.add(replica.target)
  }

  private shut(replica: Replica): void {
    replica.isReady = false
    this.options.balancer.remove(replica.target)
  }

  private async retire(replica: Replica): Promise<void> {
    this.shut(replica)
    await this.options.balancer.drained(replica.target, drainPatience)
    await replica.child.stop()
  }

  /** Starts the process again at once; it gets its first probe, and so its first request, after a while. */
  private async revive(slot: Slot, lived: number): Promise<void> {
    slot.restarts += 1
    const { respawn, random } = this.options
    const away = random.between(respawn.low, respawn.high)
    // One that dies while it starts would otherwise be started over and over.
    if (lived < shortLife) await this.pause(Math.max(away, shortLife))
    if (this.isClosed) return
    const replica = await this.launch(this.source)
    if (slot.replica?.child.isAlive) return replica.child.kill()
    this.adopt(slot, replica)
    await this.pause(away)
    if (await replica.untilHealthy(startPatience)) this.open(slot, replica)
    else replica.child.kill()
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        this.timers.delete(timer)
        resolve()
      }
      const timer = setTimeout(go, milliseconds)
      this.timers.set(timer, go)
    })
  }

  private checkAll(): void {
    for (const slot of this.slots) if (slot.replica && isUp(slot.replica)) void this.check(slot, slot.replica)
  }

  private async check(slot: Slot, replica: Replica): Promise<void> {
    if (await replica.probe()) return this.open(slot, replica)
    this.shut(replica)
    replica.missedProbes += 1
    if (replica.missedProbes >= mostMissedProbes) replica.child.kill()
  }
}

/** Ready, or not any more because it missed a probe; one that has not been ready yet is watched by whoever started it. */
function isUp(replica: Replica): boolean {
  return replica.isReady || replica.missedProbes > 0
}
