import { errors } from './errors.ts'

/** The six services by the names that they call each other by. */
export const serviceNames = [
  'frontend',
  'imageservice',
  'catalogservice',
  'cartservice',
  'orderservice',
  'recommenderservice',
] as const
export type ServiceName = (typeof serviceNames)[number]

/** What is known of a service before any of it runs. */
export interface ServiceEntry {
  readonly name: ServiceName
  /** The name of its segments, and so of its node on the map. */
  readonly segment: string
  readonly healthPath: string
  /**
   * Whether its health checks may be recorded. Those of two are: they are requests of no other service, so each gives a
   * "Clients" node of its own, as the lab's map shows it (decision 085).
   */
  readonly recordsProbes: boolean
  /** Nodes that its own calls reach when a customer buys something. */
  readonly calls: readonly string[]
  /** Whether there is one in Python, too. */
  readonly inPython: boolean
}

export const productTableNode = 'ProductCatalog'
export const orderQueueNode = 'demostore-orderqueue'

export const services: readonly ServiceEntry[] = [
  {
    name: 'frontend',
    segment: 'Frontend',
    healthPath: '/healthz',
    recordsProbes: false,
    calls: ['ImageService', 'catalogservice', 'recommenderservice', 'cartservice', 'orderservice'],
    inPython: false,
  },
  {
    name: 'imageservice',
    segment: 'ImageService',
    healthPath: '/healthz',
    recordsProbes: true,
    calls: [],
    inPython: false,
  },
  api('catalogservice', [productTableNode]),
  api('cartservice', ['catalogservice']),
  api('orderservice', ['cartservice', 'catalogservice', 'SQS', orderQueueNode]),
  { ...api('recommenderservice', ['catalogservice']), recordsProbes: true },
]

function api(name: ServiceName, calls: readonly string[]): ServiceEntry {
  return { name, segment: name, healthPath: '/api/v1/healthz', recordsProbes: false, calls, inPython: true }
}

/** By its name in any case: `Frontend` is the one that answers to `frontend`. Throws ShopError. */
export function serviceNamed(text: string): ServiceEntry {
  const service = services.find(({ name }) => name === text.toLowerCase())
  if (!service) throw errors.unknownService(text)
  return service
}
