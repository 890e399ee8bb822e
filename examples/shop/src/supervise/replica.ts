import { get } from 'node:http'
import type { ServiceEntry } from '../service-table.ts'
import type { Target } from './balancer.ts'
import { Child, type Program } from './child.ts'
import { freePort } from './free-port.ts'
import type { ServiceSource } from './service-source.ts'

/** How a replica of a source is started on a port. */
export type Launch = (service: ServiceEntry, source: ServiceSource, port: number) => Program

const betweenProbes = 200
const probePatience = 5000

/** One process of a service. */
export class Replica {
  readonly source: ServiceSource
  readonly target: Target
  readonly child: Child
  isReady = false
  missedProbes = 0
  private readonly service: ServiceEntry

  static async start(service: ServiceEntry, source: ServiceSource, launch: Launch): Promise<Replica> {
    return new Replica(service, source, await freePort(), launch)
  }

  private constructor(service: ServiceEntry, source: ServiceSource, port: number, launch: Launch) {
    this.service = service
    this.source = source
    this.target = { port, inFlight: 0 }
    this.child = new Child(launch(service, source, port))
  }

  /** Resolves at its first healthy answer: true; or false when it ended or the time was up before. */
  async untilHealthy(patienceMilliseconds: number): Promise<boolean> {
    const deadline = Date.now() + patienceMilliseconds
    while (this.child.isAlive && Date.now() < deadline) {
      if (await this.probe()) return this.child.isAlive
      await Promise.race([this.child.exited, new Promise((resolve) => setTimeout(resolve, betweenProbes))])
    }
    return false
  }

  /** One health check: whether it answered 200 in time. */
  probe(): Promise<boolean> {
    return new Promise((resolve) => {
      const request = get(
        {
          host: '127.0.0.1',
          port: this.target.port,
          path: this.service.healthPath,
          headers: {
            host: this.service.name,
            'user-agent': 'shop-probe/1',
            // Any X-Ray SDK takes its caller's decision; the recorded ones are left to its own rules.
            ...(this.service.recordsProbes ? {} : { 'x-amzn-trace-id': 'Sampled=0' }),
          },
          timeout: probePatience,
          agent: false,
        },
        (response) => {
          response.resume()
          response.on('close', () => resolve(response.statusCode === 200))
        },
      )
      request.on('timeout', () => request.destroy())
      request.on('error', () => resolve(false))
    })
  }
}
