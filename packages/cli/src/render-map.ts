import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { formatDuration } from './duration.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import type { Terminal } from './terminal.ts'

const numbers: readonly Column[] = ['T/MIN', 'AVG', 'OK', 'ERROR', 'FAULT', 'THROTTLE'].map((title) => ({
  title,
  align: 'right',
}))
const nodeColumns: readonly Column[] = [
  { title: 'SERVICE', shrinks: true },
  { title: 'TYPE', shrinks: true },
  ...numbers,
]
const edgeColumns: readonly Column[] = [{ title: 'FROM', shrinks: true }, { title: 'TO', shrinks: true }, ...numbers]

/** What `roentgen map` shows, of the Service shapes of GetServiceGraph. */
interface MapTables {
  readonly nodes: readonly (readonly Cell[])[]
  readonly edges: readonly (readonly Cell[])[]
}

/**
 * Roots and the calls of clients first, then the busiest.
 * @param minutes of the window, for requests a minute
 */
function mapTables(services: readonly JsonObject[], minutes: number): MapTables {
  const byReference = new Map(services.map((service) => [service.ReferenceId, service]))
  const nodes = services
    .filter((service) => !isClient(service))
    .sort((a, b) => Number(b.Root === true) - Number(a.Root === true) || busierFirst(a, b) || byName(a, b))
    .map((service) => [{ text: nameOf(service) }, { text: textOf(service.Type) }, ...statistics(service, minutes)])
  const edges = services
    .flatMap((from) => objects(from.Edges).map((edge) => ({ from, edge, to: byReference.get(edge.ReferenceId) ?? {} })))
    .sort(
      (a, b) =>
        Number(isClient(b.from)) - Number(isClient(a.from)) ||
        busierFirst(a.edge, b.edge) ||
        byName(a.from, b.from) ||
        byName(a.to, b.to),
    )
    .map(({ from, edge, to }) => [
      { text: isClient(from) ? 'client' : nameOf(from) },
      { text: nameOf(to) },
      ...statistics(edge, minutes),
    ])
  return { nodes, edges }
}

export function renderMap(services: readonly JsonObject[], minutes: number, terminal: Terminal): string {
  const { nodes, edges } = mapTables(services, minutes)
  return `${renderTable(nodeColumns, nodes, terminal)}\n\n${renderTable(edgeColumns, edges, terminal)}`
}

function statistics(of: JsonObject, minutes: number): readonly Cell[] {
  const all = isObject(of.SummaryStatistics) ? of.SummaryStatistics : {}
  const errors = isObject(all.ErrorStatistics) ? all.ErrorStatistics : {}
  const faults = isObject(all.FaultStatistics) ? all.FaultStatistics : {}
  const total = count(all.TotalCount)
  return [
    { text: rate(total / minutes) },
    { text: total > 0 ? formatDuration((count(all.TotalResponseTime) * 1e6) / total) : '-' },
    { text: String(count(all.OkCount)), style: 'green' },
    { text: String(count(errors.OtherCount)), style: count(errors.OtherCount) > 0 ? 'yellow' : 'dim' },
    { text: String(count(faults.TotalCount)), style: count(faults.TotalCount) > 0 ? 'red' : 'dim' },
    { text: String(count(errors.ThrottleCount)), style: count(errors.ThrottleCount) > 0 ? 'magenta' : 'dim' },
  ]
}

function isClient(service: JsonObject): boolean {
  return service.Type === 'client'
}

function busierFirst(a: JsonObject, b: JsonObject): number {
  return totalOf(b) - totalOf(a)
}

function byName(a: JsonObject, b: JsonObject): number {
  return nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0
}

function totalOf(of: JsonObject): number {
  return isObject(of.SummaryStatistics) ? count(of.SummaryStatistics.TotalCount) : 0
}

function rate(perMinute: number): string {
  return perMinute >= 100 ? perMinute.toFixed(0) : perMinute.toFixed(perMinute >= 10 ? 1 : 2)
}

function nameOf(service: JsonObject): string {
  return textOf(service.Name)
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function count(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((item) => isObject(item)) : []
}
