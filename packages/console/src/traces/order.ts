import type { TraceGroupsOrder, TraceListOrder } from '@roentgen/api'

export interface Order<Name extends string> {
  readonly by: Name
  readonly direction: 'asc' | 'desc'
}

export const listOrders = [
  'start',
  'responsetime',
  'duration',
  'status',
  'segments',
] as const satisfies readonly TraceListOrder[]
export const groupOrders = [
  'count',
  'mean',
  'p95',
  'ok',
  'error',
  'fault',
  'throttle',
  'value',
] as const satisfies readonly TraceGroupsOrder[]

/** As it stands in an address: `responsetime`, or `responsetime.asc`; the first of the names, falling, where that is none. */
export function readOrder<Name extends string>(
  names: readonly [Name, ...Name[]],
  text: string | undefined,
): Order<Name> {
  const [name, direction] = (text ?? '').split('.')
  const by = names.find((one) => one === name)
  return by === undefined
    ? { by: names[0], direction: 'desc' }
    : { by, direction: direction === 'asc' ? 'asc' : 'desc' }
}

/** Nothing for what is usual. */
export function writeOrder<Name extends string>(
  names: readonly [Name, ...Name[]],
  { by, direction }: Order<Name>,
): string | undefined {
  if (direction === 'asc') return `${by}.asc`
  return by === names[0] ? undefined : by
}

/** What a press on the head of a column leads to: the other direction of the same, or what `first` says of another. */
export function pressed<Name extends string>(
  order: Order<Name>,
  by: Name,
  first: Order<Name>['direction'] = 'desc',
): Order<Name> {
  if (order.by !== by) return { by, direction: first }
  return { by, direction: order.direction === 'asc' ? 'desc' : 'asc' }
}
