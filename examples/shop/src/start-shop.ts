import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { controlPage, notYetOpen } from './control/control-page.ts'
import { errors } from './errors.ts'
import type { Names } from './network/cluster-agent.ts'
import { compiled } from './package-root.ts'
import { seededRandom } from './random.ts'
import { type RunningShop, runningShop } from './running-shop.ts'
import { awsEnvironment, serviceEnvironment } from './service-environment.ts'
import { type ServiceEntry, services } from './service-table.ts'
import { removeStateFile, writeStateFile } from './state-file.ts'
import { startBackends } from './supervise/backends.ts'
import { Balancer, type Handler } from './supervise/balancer.ts'
import { Chaos } from './supervise/chaos.ts'
import { nodeProgram, type Program } from './supervise/child.ts'
import { Companion } from './supervise/companion.ts'
import { Deployment, type Range } from './supervise/deployment.ts'
import { isFree } from './supervise/free-port.ts'
import { prepareLaunch } from './supervise/launch.ts'
import { hasRedisServer, startRedisProcess } from './supervise/redis-process.ts'
import type { Language } from './supervise/service-copy.ts'
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

const usualPort = 8080

/** Starts everything but the X-Ray daemon's part. Rejects with ShopError, with nothing left running. */
export async function startShop(options: ShopOptions): Promise<RunningShop> {
  const closing: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  try {
    return await start(options, closing, close)
  } catch (error) {
    await close()
    throw error
  }
}

/** Whatever is to be ended is put into `closing` as soon as it runs. */
async function start(
  options: ShopOptions,
  closing: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<RunningShop> {
  const { dataDir, say, tracesUrl } = options
  const startedAt = Date.now()
  const language: Language = options.python === undefined ? 'node' : 'python'
  const port = await publicPort(options.port)

  say('Starting DynamoDB, SQS and Redis')
  const redis = options.ownRedis || !hasRedisServer() ? undefined : await startRedisProcess()
  if (redis) closing.push(() => redis.companion.close())
  const backends = await startBackends({
    burstSeconds: options.burstSeconds,
    ownRedis: redis === undefined,
    environment: awsEnvironment(),
  })
  closing.push(() => backends.close())

  let control: Handler = notYetOpen
  const named = services.map((service) => ({
    service,
    balancer: new Balancer(service.name === 'frontend' ? (...pair) => control(...pair) : undefined),
  }))
  closing.push(() => Promise.all(named.map(({ balancer }) => balancer.close())))
  const names = await listenAll(named, port)
  const environment = serviceEnvironment({
    names,
    daemonAddress: options.daemonAddress,
    tracesUrl,
    dynamodb: backends.dynamodb,
    sqs: backends.sqs,
    redis: redis?.address ?? backends.redis ?? '',
  })

  const launch = await prepareLaunch(join(dataDir, 'shop', 'uninstrumented'), options.python, environment)
  const source: ServiceSource = { kind: options.instrumented ? 'instrumented' : 'uninstrumented' }
  const deployed = named.map(({ service, balancer }, index) => ({
    balancer,
    deployment: new Deployment({
      service,
      replicas: options.replicas,
      source,
      launch,
      balancer,
      respawn: options.respawn,
      random: seededRandom(options.seed * 100 + index),
    }),
  }))
  const deployments = deployed.map(({ deployment }) => deployment)
  closing.push(() => Promise.all(deployments.map((deployment) => deployment.close())))
  const chaos = new Chaos(deployments, seededRandom(options.seed))
  closing.push(async () => chaos.stop())
  await startAll(deployments, say)

  const load = options.users > 0 ? new Companion('loadgen', loadProgram(options, names)) : undefined
  if (load) closing.push(() => load.close())

  const shop = runningShop({
    url: `http://127.0.0.1:${names.frontend}`,
    token: randomBytes(24).toString('base64url'),
    language,
    tracesUrl,
    startedAt,
    services: deployed,
    chaos,
    backends,
    companions: [redis?.companion, load].filter((companion) => companion !== undefined),
    close,
  })
  control = controlPage(shop)
  const { url, token } = shop
  await writeStateFile(dataDir, { pid: process.pid, shop: url, roentgen: tracesUrl, token, language })
  closing.push(() => removeStateFile(dataDir))
  return shop
}

/** The names that the services call each other by, and the ports they lead to. */
async function listenAll(
  named: readonly { readonly service: ServiceEntry; readonly balancer: Balancer }[],
  frontendPort: number,
): Promise<Names> {
  return Object.fromEntries(
    await Promise.all(
      named.map(async ({ service: { name }, balancer }) => [
        name,
        await balancer.listen(name === 'frontend' ? frontendPort : 0),
      ]),
    ),
  )
}

async function startAll(deployments: readonly Deployment[], say: (line: string) => void): Promise<void> {
  say('Starting the six services')
  let up = 0
  await Promise.all(
    deployments.map(async (deployment) => {
      await deployment.start()
      up += 1
      say(`${deployment.service.name} is ready (${up} of ${deployments.length})`)
    }),
  )
}

function loadProgram({ users, rate, seed }: ShopOptions, names: Names): Program {
  return nodeProgram(compiled('load/main.js'), {
    SHOP_NAMES: JSON.stringify(names),
    FRONTEND_ADDR: 'frontend',
    LOAD_USERS: String(users),
    LOAD_RATE: String(rate),
    LOAD_SEED: String(seed),
  })
}

/** The usual port where nobody else has it; one that was asked for, or an error. */
async function publicPort(wanted: number | undefined): Promise<number> {
  if (wanted === undefined) return (await isFree(usualPort)) ? usualPort : 0
  if (wanted !== 0 && !(await isFree(wanted))) throw errors.portTaken(wanted)
  return wanted
}
