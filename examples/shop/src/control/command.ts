import type { CapacityChange } from '../backends/messages.ts'
import { errors } from '../errors.ts'
import { productTableNode } from '../service-table.ts'
import type { Range } from '../supervise/deployment.ts'

/** What the shop can be told to do. */
export type Command =
  | { readonly kind: 'kill'; readonly service: string }
  | { readonly kind: 'start chaos'; readonly interval: Range }
  | { readonly kind: 'stop chaos' }
  | ({ readonly kind: 'capacity' } & CapacityChange)
  | { readonly kind: 'instrument'; readonly service: string; readonly instrumented: boolean }
  | { readonly kind: 'rollout'; readonly service: string; readonly folder: string }

const mostUnits = 40_000
const longestBurst = 3600
const shortestInterval = 100
const longestInterval = 24 * 3600_000
/** The lab's. */
const usualInterval: Range = { low: 120_000, high: 300_000 }

/** Reads the body of a POST to one of the paths below /control/api. Throws ShopError. */
export function readCommand(path: string, body: unknown): Command {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>
  switch (path) {
    case '/api/kill':
      return { kind: 'kill', service: textOf(given, 'service') }
    case '/api/chaos/start':
      return { kind: 'start chaos', interval: intervalOf(given) }
    case '/api/chaos/stop':
      return { kind: 'stop chaos' }
    case '/api/capacity': {
      const table = textOf(given, 'table')
      if (table !== productTableNode) throw errors.unknownTable(table)
      return {
        kind: 'capacity',
        read: unitsOf(given, 'read'),
        write: unitsOf(given, 'write'),
        burstSeconds: numberOf(given, 'burstSeconds', 0, longestBurst),
      }
    }
    case '/api/instrument':
      return { kind: 'instrument', service: textOf(given, 'service'), instrumented: given.instrumented !== false }
    case '/api/rollout':
      return { kind: 'rollout', service: textOf(given, 'service'), folder: textOf(given, 'folder') }
    default:
      throw errors.notFound(path)
  }
}

/** `low` alone means always the same; neither means the lab's. */
function intervalOf(given: Readonly<Record<string, unknown>>): Range {
  const low = numberOf(given, 'low', shortestInterval, longestInterval)
  const { low: from, high: to } = low === undefined ? usualInterval : { low, high: low }
  return { low: from, high: numberOf(given, 'high', from, longestInterval) ?? to }
}

function textOf(given: Readonly<Record<string, unknown>>, name: string): string {
  const value = given[name]
  if (typeof value !== 'string' || value === '') throw errors.badRequest(`${name} is missing.`)
  return value
}

function unitsOf(given: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const units = numberOf(given, name, 1, mostUnits)
  if (units !== undefined && !Number.isInteger(units)) throw errors.badRequest(`${name} must be a whole number.`)
  return units
}

function numberOf(
  given: Readonly<Record<string, unknown>>,
  name: string,
  low: number,
  high: number,
): number | undefined {
  const value = given[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !(value >= low && value <= high))
    throw errors.badRequest(`${name} is ${JSON.stringify(value)}; it must be a number from ${low} to ${high}.`)
  return value
}
