import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CapacityChange } from './backends/messages.ts'
import type { CapacityReport } from './backends/table-capacity.ts'
import { controlPage } from './control/control-page.ts'
import type { ShopStatus } from './control/shop-status.ts'
import { errors } from './errors.ts'
import type { Names } from './network/cluster-agent.ts'
import { compiled } from './package-root.ts'
import { seededRandom } from './random.ts'
import { awsEnvironment, serviceEnvironment } from './service-environment.ts'
import { findService, type ServiceEntry, services } from './service-table.ts'
import { removeStateFile, writeStateFile } from './state-file.ts'
import { startBackends } from './supervise/backends.ts'
import { Balancer } from './supervise/balancer.ts'
import { Chaos } from './supervise/chaos.ts'
import { nodeProgram } from './supervise/child.ts'
import { Companion } from './supervise/companion.ts'
import { Deployment, type Range } from './supervise/deployment.ts'
import { isFree } from './supervise/free-port.ts'
import { prepareLaunch } from './supervise/launch.ts'
import { hasRedisServer, startRedisProcess } from './supervise/redis-process.ts'
import { entryOf, type Language, languageOf } from './supervise/service-copy.ts'
import type { ServiceSource } from './supervise/service-source.ts'

export interface ShopOptions {
  /** Its own files: shop.json and the folder shop. */
  readonly dataDir: string
  /** `host:port` of an X-Ray daemon, or of what takes its place. */
  readonly daemonAddress: string
  /** Where a person looks at the traces. */
  readonly tracesUrl: string
  /** Of the pages; 0 takes a free one, undefined prefers 8080. */
  readonly port?: number | undefined
  readonly replicas: number
  /** Customers of the load generator, and how many times as fast as the lab's they are. 0 customers: no load. */
  readonly users: number
  readonly rate: number
  readonly seed: number
  readonly respawn: Range
  readonly instrumented: boolean
  /** Of an environment with the packages; without it all services run on Node. */
  readonly python?: string | undefined
  readonly burstSeconds: number
  /** The stand-in even where there is a redis-server. */
  readonly ownRedis?: boolean | undefined
  readonly say: (line: string) => void
}

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
  stopLoad(): Promise<void>
  close(): Promise<void>
}

const usualPort = 8080

/** Starts everything but the X-Ray daemon's part. Rejects with ShopError, with nothing left running. */
export async function startShop(options: ShopOptions): Promise<RunningShop> {
  const { dataDir, say } = options
  const closing: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  try {
    return await start()
  } catch (error) {
    await close()
    throw error
  }

  async function start(): Promise<RunningShop> {
    const startedAt = Date.now()
    const language: Language = options.python === undefined ? 'node' : 'python'
    const port = await publicPort(options.port)
    const token = randomBytes(24).toString('base64url')
    const aws = awsEnvironment()

    say('Starting DynamoDB, SQS and Redis')
    const redis = options.ownRedis || !hasRedisServer() ? undefined : await startRedisProcess()
    if (redis) closing.push(() => redis.companion.close())
    const backends = await startBackends({
      burstSeconds: options.burstSeconds,
      ownRedis: redis === undefined,
      environment: aws,
    })
    closing.push(() => backends.close())

    const balancers = new Map(
      services.map(({ name }) => [name, new Balancer(name === 'frontend' ? (...pair) => control(...pair) : undefined)]),
    )
    closing.push(() => Promise.all([...balancers.values()].map((balancer) => balancer.close())))
    const ports = await Promise.all(
      services.map(async ({ name }) => [name, await balancerOf(name).listen(name === 'frontend' ? port : 0)] as const),
    )
    const names: Names = Object.fromEntries(ports)
    const url = `http://127.0.0.1:${names.frontend}`
    const environment = serviceEnvironment({
      names,
      daemonAddress: options.daemonAddress,
      tracesUrl: options.tracesUrl,
      dynamodb: backends.dynamodb,
      sqs: backends.sqs,
      redis: redis?.address ?? backends.redis ?? '',
    })

    const launch = await prepareLaunch(join(dataDir, 'shop', 'uninstrumented'), options.python, environment)
    const source: ServiceSource = { kind: options.instrumented ? 'instrumented' : 'uninstrumented' }
    const deployments = services.map(
      (service, index) =>
        new Deployment({
          service,
          replicas: options.replicas,
          source,
          launch,
          balancer: balancerOf(service.name),
          respawn: options.respawn,
          random: seededRandom(options.seed * 100 + index),
        }),
    )
    closing.push(() => Promise.all(deployments.map((deployment) => deployment.close())))
    const chaos = new Chaos(deployments, seededRandom(options.seed))
    closing.push(async () => chaos.stop())

    say('Starting the six services')
    let up = 0
    await Promise.all(
      deployments.map(async (deployment) => {
        await deployment.start()
        up += 1
        say(`${deployment.service.name} is ready (${up} of ${deployments.length})`)
      }),
    )
    let load =
      options.users > 0
        ? new Companion(
            'loadgen',
            nodeProgram(compiled('load/main.js'), {
              SHOP_NAMES: JSON.stringify(names),
              FRONTEND_ADDR: 'frontend',
              LOAD_USERS: String(options.users),
              LOAD_RATE: String(options.rate),
              LOAD_SEED: String(options.seed),
            }),
          )
        : undefined
    closing.push(async () => load?.close())

    const shop: RunningShop = {
      url,
      token,
      status: () => {
        const now = Date.now()
        return {
          age: now - startedAt,
          roentgen: options.tracesUrl,
          services: deployments.map((deployment) => ({
            name: deployment.service.name,
            source: deployment.sourceName,
            requests: balancerOf(deployment.service.name).requests,
            replicas: deployment.status(now),
          })),
          companions: [
            backends.status(now),
            ...(redis ? [redis.companion.status(now)] : []),
            ...(load ? [load.status(now)] : []),
          ],
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
        const entry = entryOf[languageOf(deployment.service, language)]
        if (!existsSync(join(folder, entry))) throw errors.notAService(folder, entry)
        await deployment.rollOut({ kind: 'folder', folder: resolve(folder) })
      },
      stopLoad: async () => {
        await load?.close()
        load = undefined
      },
      close,
    }
    const control = controlPage(shop)
    await writeStateFile(dataDir, { pid: process.pid, shop: url, roentgen: options.tracesUrl, token, language })
    closing.push(() => removeStateFile(dataDir))
    return shop

    function balancerOf(name: ServiceEntry['name']): Balancer {
      const balancer = balancers.get(name)
      if (!balancer) throw new Error(`every service has a balancer, but ${name} has none`)
      return balancer
    }

    function deploymentOf(name: string): Deployment {
      const entry = findService(name)
      const deployment = deployments.find(({ service }) => service === entry)
      if (!deployment) throw errors.unknownService(name)
      return deployment
    }
  }
}

/** The usual port where nobody else has it; one that was asked for, or an error. */
async function publicPort(wanted: number | undefined): Promise<number> {
  if (wanted === undefined) return (await isFree(usualPort)) ? usualPort : 0
  if (wanted !== 0 && !(await isFree(wanted))) throw errors.portTaken(wanted)
  return wanted
}
