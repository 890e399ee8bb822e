import type { GroupFilter } from '@roentgen/filter'
import { defaultAccount, isObject, type JsonObject, type JsonValue } from '@roentgen/trace'

/** A filter with a name (api.md section 6). */
export interface Group extends GroupFilter {
  readonly insights: { readonly enabled: boolean; readonly notifications: boolean }
  readonly tags: Readonly<Record<string, string>>
}

/** The group that is always there and has every trace. */
export const defaultName = 'Default'

export const groupName = /^[A-Za-z0-9-]{1,32}$/

/** @param uniqueId tells a group from one of its name that was deleted before; Default has none */
export function groupArn(region: string, name: string, uniqueId?: string): string {
  const arn = `arn:aws:xray:${region}:${defaultAccount}:group/${name}`
  return uniqueId === undefined ? arn : `${arn}/${uniqueId}`
}

export function defaultGroup({ region }: { readonly region: string }): Group {
  const insights = { enabled: false, notifications: false }
  return { name: defaultName, arn: groupArn(region, defaultName), expression: undefined, insights, tags: {} }
}

/** As it is stored, without its name. */
export function groupText({ name: _, ...group }: Group): string {
  return JSON.stringify(group)
}

/** The group that a stored text says; undefined for a text that is none. */
export function groupOf(name: string, text: string): Group | undefined {
  const value = parsed(text)
  if (!isObject(value) || typeof value.arn !== 'string') return undefined
  const { arn, expression } = value
  const insights = isObject(value.insights) ? value.insights : {}
  return {
    name,
    arn,
    expression: typeof expression === 'string' ? expression : undefined,
    insights: { enabled: insights.enabled === true, notifications: insights.notifications === true },
    tags: textsOf(isObject(value.tags) ? value.tags : {}),
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function textsOf(members: JsonObject): Readonly<Record<string, string>> {
  const texts = Object.entries(members).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(texts)
}
