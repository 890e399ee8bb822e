import type { EntityPattern, EntitySelector } from '@roentgen/filter'
import type { QueryParameters } from '../connection.ts'

/** Which elements of maps are counted together, as one without a name. */
export interface Chosen {
  readonly list: 'node' | 'edge'
  /** Of rows of the map: over name, type and account of a node; over called, from_… and to_… of an edge. */
  readonly sql: string
  /**
   * Of edges between numbers: over caller and callee. `numbersWhere` gives a subquery for the numbers of the entities of
   * which a condition over name, type and account holds.
   */
  readonly sqlOfNumbers: (numbersWhere: (condition: string) => string) => string
  readonly parameters: QueryParameters
}

/** Without a selector: what clients asked of the services that traces begin with. */
export function chosenBy(selector: EntitySelector | undefined): Chosen {
  if (selector === undefined)
    return { list: 'edge', sql: 'not called', sqlOfNumbers: () => 'caller = 0', parameters: {} }
  if (selector.kind === 'service')
    return { list: 'node', ...matches('', 'entity', selector.entity), sqlOfNumbers: () => '0' }
  const from = matches('from_', 'from', selector.from)
  const to = matches('to_', 'to', selector.to)
  // A client has the name and the account of the service that it calls.
  const clientPattern = { ...selector.from, type: undefined }
  const client = matches('to_', 'from', clientPattern)
  const mayBeClient = selector.from.type === undefined || selector.from.type === 'client'
  return {
    list: 'edge',
    sql: `(called and ${from.sql} or ${mayBeClient ? `not called and ${client.sql}` : '0'}) and ${to.sql}`,
    sqlOfNumbers: (numbersWhere) => {
      const callers = numbersWhere(matches('', 'from', selector.from).sql)
      const clients = numbersWhere(matches('', 'from', clientPattern).sql)
      const callees = numbersWhere(matches('', 'to', selector.to).sql)
      const isClient = mayBeClient ? `caller = 0 and callee in ${clients}` : '0'
      return `(caller != 0 and caller in ${callers} or ${isClient}) and callee in ${callees}`
    },
    parameters: { ...from.parameters, ...to.parameters, ...client.parameters },
  }
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
