import type { GroupDraft, GroupTag } from '../wire/groups.ts'

/** X-Ray's rules (CreateGroup); the server checks the same, and more of the filter. */
const limits = { name: 32, tags: 50, key: 128, value: 256 } as const
const tagText = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u

/** What a person must mend before a group can be kept; '' where nothing is. */
export function nameProblem(name: string, taken: readonly string[]): string {
  if (name === '') return 'A group needs a name.'
  if (name.length > limits.name) return `A name has ${limits.name} characters at most; this one has ${name.length}.`
  if (!/^[A-Za-z0-9-]+$/.test(name)) return 'A name has letters, digits and dashes only.'
  return taken.includes(name) ? `There is a group ${name} already.` : ''
}

export function tagsProblem(tags: readonly GroupTag[]): string {
  if (tags.length > limits.tags) return `A group has ${limits.tags} tags at most.`
  const keys = new Set<string>()
  for (const { key, value } of tags) {
    if (key === '') return 'A tag needs a key.'
    if (key.length > limits.key || value.length > limits.value)
      return `A key has ${limits.key} characters at most, and a value ${limits.value}.`
    if (!tagText.test(key) || !tagText.test(value))
      return 'Keys and values have letters, digits, spaces and _ . : / = + - @ only.'
    if (key.toLowerCase().startsWith('aws:')) return 'Keys that begin with aws: are kept for AWS.'
    if (keys.has(key)) return `There are two tags ${key}.`
    keys.add(key)
  }
  return ''
}

/** The name of a copy, which nobody has yet. */
export function copyName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '-clone' : `-clone-${number}`
    const copy = name.slice(0, limits.name - end.length) + end
    if (!taken.includes(copy)) return copy
  }
}

export const emptyDraft: GroupDraft = { name: '', filter: '', insights: false, notifications: false, tags: [] }
