/** What a DynamoDB request may use of a table's capacity, before it is known what it did use. */
export interface OperationCost {
  readonly kind: 'read' | 'write'
  /** Table → units that the request uses at least. */
  readonly least: ReadonlyMap<string, number>
}

interface Body {
  readonly TableName?: unknown
  readonly ConsistentRead?: unknown
  readonly RequestItems?: unknown
}

/**
 * The cost of a request on items; undefined for all others (tables, tags).
 *
 * A read unit is one strongly consistent or two eventually consistent reads of up to 4 kB, a write unit one write of up to
 * 1 kB. Source: DynamoDB developer guide, "Provisioned throughput".
 */
export function costOf(operation: string, body: Body): OperationCost | undefined {
  switch (operation) {
    case 'GetItem':
    case 'Query':
    case 'Scan':
      return { kind: 'read', least: ofTable(body.TableName, body.ConsistentRead === true ? 1 : 0.5) }
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return { kind: 'write', least: ofTable(body.TableName, 1) }
    case 'BatchGetItem':
      return { kind: 'read', least: ofBatch(body.RequestItems, keysRead) }
    case 'BatchWriteItem':
      return {
        kind: 'write',
        least: ofBatch(body.RequestItems, (writes) => (Array.isArray(writes) ? writes.length : 0)),
      }
    default:
      return undefined
  }
}

function ofTable(table: unknown, units: number): ReadonlyMap<string, number> {
  return new Map(typeof table === 'string' ? [[table, units]] : [])
}

function ofBatch(tables: unknown, units: (request: unknown) => number): ReadonlyMap<string, number> {
  if (typeof tables !== 'object' || tables === null) return new Map()
  return new Map(Object.entries(tables).map(([table, request]) => [table, units(request)]))
}

function keysRead(request: unknown): number {
  const { Keys: keys, ConsistentRead: consistent } = (request ?? {}) as { Keys?: unknown; ConsistentRead?: unknown }
  return (Array.isArray(keys) ? keys.length : 0) * (consistent === true ? 1 : 0.5)
}

/** Table → units, of the ConsumedCapacity that an answer carries: one object, or a list in batches. */
export function consumedBy(answer: { readonly ConsumedCapacity?: unknown }): ReadonlyMap<string, number> {
  const consumed = [answer.ConsumedCapacity ?? []].flat() as { TableName?: unknown; CapacityUnits?: unknown }[]
  return new Map(
    consumed.flatMap(({ TableName: table, CapacityUnits: units }) =>
      typeof table === 'string' && typeof units === 'number' ? [[table, units] as const] : [],
    ),
  )
}
