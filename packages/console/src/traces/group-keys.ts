import type { TraceKey } from '@roentgen/api'

/** Keys that every trace may have; annotations come besides. In the order of the menu: what is asked first stands first. */
export const plainKeys = [
  'url',
  'status',
  'method',
  'service',
  'entrypoint',
  'user',
  'clientip',
  'useragent',
  'rootcause.fault',
  'rootcause.fault.message',
  'rootcause.error',
  'rootcause.error.message',
  'rootcause.responsetime',
  'annotation',
  'instance',
  'arn',
  'zone',
] as const satisfies readonly TraceKey[]

const usualKey: TraceKey = 'url'

/** The key that an address names; URL, X-Ray's first, where it names none. */
export function readKey(text: string | undefined): TraceKey {
  if (text === undefined) return usualKey
  if (/^annotation\[[\s\S]+\]$/.test(text)) return text as `annotation[${string}]`
  return plainKeys.find((key) => key === text) ?? usualKey
}

/** As the address has it: nothing for the usual one. */
export function writeKey(key: TraceKey): string | undefined {
  return key === usualKey ? undefined : key
}
