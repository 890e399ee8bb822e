import type { EntityPattern, EntitySelector } from '@roentgen/filter'
import type { Entity, GraphEdge } from '@roentgen/trace'
import type { QueryParameters } from '../connection.ts'

/** Which elements of maps are counted together, as one without a name. */
export interface Chosen {
  readonly list: 'node' | 'edge'
  /** Over name, type and account of a node; over called, from_… and to_… of an edge. */
  readonly sql: string
  readonly parameters: QueryParameters
  /** The same of an edge in memory. */
  readonly isEdge: (edge: GraphEdge) => boolean
}

/** Without a selector: what clients asked of the services that traces begin with. */
export function chosenBy(selector: EntitySelector | undefined): Chosen {
  if (selector === undefined)
    return { list: 'edge', sql: 'not called', parameters: {}, isEdge: ({ from }) => from === undefined }
  if (selector.kind === 'service')
    return { list: 'node', ...matches('', 'entity', selector.entity), isEdge: () => false }
  const from = matches('from_', 'from', selector.from)
  const to = matches('to_', 'to', selector.to)
  // A client has the name and the account of the service that it calls.
  const client = matches('to_', 'from', { ...selector.from, type: undefined })
  const mayBeClient = selector.from.type === undefined || selector.from.type === 'client'
  return {
    list: 'edge',
    sql: `(called and ${from.sql} or ${mayBeClient ? `not called and ${client.sql}` : '0'}) and ${to.sql}`,
    parameters: { ...from.parameters, ...to.parameters },
    isEdge: ({ from, to }) => fits(selector.from, from ?? { ...to, type: 'client' }) && fits(selector.to, to),
  }
}

function fits({ name, type, account }: EntityPattern, entity: Entity): boolean {
  return (
    (name ?? entity.name) === entity.name &&
    (type ?? entity.type) === entity.type &&
    (account ?? entity.account) === entity.account
  )
}

type Pattern = { readonly [Part in keyof EntityPattern]: EntityPattern[Part] | undefined }

function matches(columns: string, parameter: string, pattern: Pattern): { sql: string; parameters: QueryParameters } {
  const terms = ['1']
  const parameters: Record<string, string> = {}
  for (const part of ['name', 'type', 'account'] as const) {
    const value = pattern[part]
    if (value === undefined) continue
    terms.push(`${columns}${part} = {${parameter}_${part}:String}`)
    parameters[`${parameter}_${part}`] = value
  }
  return { sql: `(${terms.join(' and ')})`, parameters }
}
