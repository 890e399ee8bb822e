import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CapacityChange } from './backends/messages.ts'
import type { CapacityReport } from './backends/table-capacity.ts'
import type { ShopStatus } from './control/shop-status.ts'
import { errors } from './errors.ts'
import { serviceNamed } from './service-table.ts'
import type { Backends } from './supervise/backends.ts'
import type { Balancer } from './supervise/balancer.ts'
import type { Chaos } from './supervise/chaos.ts'
import type { Companion } from './supervise/companion.ts'
import type { Deployment, Range } from './supervise/deployment.ts'
import { entryOf, type Language, languageOf } from './supervise/service-copy.ts'

/** An open shop, and what it can be asked and told. */
export interface RunningShop {
  readonly url: string
  readonly token: string
  status(): ShopStatus
  /** The last lines that a service printed. */
  log(service: string): string[]
  capacity(change?: CapacityChange): Promise<readonly CapacityReport[]>
  kill(service: string): void
  startChaos(interval: Range): void
  stopChaos(): void
  /** Runs a service's own code, with the X-Ray SDK or without. */
  instrument(service: string, instrumented: boolean): Promise<void>
  /** Runs a service from a folder. */
  rollOut(service: string, folder: string): Promise<void>
  close(): Promise<void>
}

/** What a shop is made of once all of it runs. */
export interface ShopParts {
  readonly url: string
  readonly token: string
  readonly language: Language
  readonly tracesUrl: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly services: readonly { readonly deployment: Deployment; readonly balancer: Balancer }[]
  readonly chaos: Chaos
  readonly backends: Backends
  /** Further ones: a redis-server, the load generator. */
  readonly companions: readonly Companion[]
  readonly close: () => Promise<void>
}

export function runningShop(parts: ShopParts): RunningShop {
  const { services, chaos, backends } = parts
  return {
    url: parts.url,
    token: parts.token,
    status: () => {
      const now = Date.now()
      return {
        age: now - parts.startedAt,
        roentgen: parts.tracesUrl,
        services: services.map(({ deployment, balancer }) => ({
          name: deployment.service.name,
          source: deployment.sourceName,
          requests: balancer.requests,
          replicas: deployment.status(now),
        })),
        companions: [backends.status(now), ...parts.companions.map((companion) => companion.status(now))],
        chaos: chaos.status,
      }
    },
    log: (name) => deploymentOf(name).log(),
    capacity: (change) => backends.capacity(change),
    kill: (name) => {
      chaos.kill(deploymentOf(name))
    },
    startChaos: (interval) => chaos.start(interval),
    stopChaos: () => chaos.stop(),
    instrument: (name, instrumented) =>
      deploymentOf(name).rollOut({ kind: instrumented ? 'instrumented' : 'uninstrumented' }),
    rollOut: async (name, folder) => {
      const deployment = deploymentOf(name)
      const entry = entryOf[languageOf(deployment.service, parts.language)]
      if (!existsSync(join(folder, entry))) throw errors.notAService(folder, entry)
      await deployment.rollOut({ kind: 'folder', folder: resolve(folder) })
    },
    close: parts.close,
  }

  function deploymentOf(name: string): Deployment {
    const service = serviceNamed(name)
    const found = services.find(({ deployment }) => deployment.service === service)
    if (!found) throw new Error(`every service has its replicas, but ${service.name} has none`)
    return found.deployment
  }
}
