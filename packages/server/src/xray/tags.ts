import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Group } from '../groups/group.ts'
import type { Groups } from '../groups/groups.ts'
import { readMembers } from '../http/body.ts'
import { optionalString, requiredArray, requiredString } from './members.ts'
import type { Operations } from './operations.ts'

const most = 50
const sign = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u

/** TagResource, UntagResource and ListTagsForResource, of groups (api.md section 9). */
export function tagOperations(groups: Groups): Operations {
  const tagged = async (members: JsonObject): Promise<Group> => {
    const arn = requiredString(members, 'ResourceARN')
    const group = (await groups.all()).find((one) => one.arn === arn)
    if (group === undefined) throw apiError('unknownResource', arn)
    return group
  }
  return {
    async TagResource(body) {
      const members = readMembers(body)
      const { name, arn } = await tagged(members)
      const more = tagsOf(requiredArray(members, 'Tags'))
      await groups.update({ name, arn }, ({ tags }) => {
        const all = { ...tags, ...more }
        if (Object.keys(all).length > most) throw apiError('tooManyTags', Object.keys(all).length, most)
        return { tags: all }
      })
      return {}
    },
    async UntagResource(body) {
      const members = readMembers(body)
      const { name, arn } = await tagged(members)
      const keys = new Set(requiredArray(members, 'TagKeys'))
      await groups.update({ name, arn }, ({ tags }) => ({
        tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.has(key))),
      }))
      return {}
    },
    async ListTagsForResource(body) {
      const members = readMembers(body)
      if (optionalString(members, 'NextToken') !== undefined) throw apiError('badToken')
      const { tags } = await tagged(members)
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
    },
  }
}

/** The tags of a request. @throws InvalidRequestException, TooManyTagsException */
export function tagsOf(list: readonly JsonValue[]): Readonly<Record<string, string>> {
  const tags = new Map<string, string>()
  for (const tag of list) {
    if (!isObject(tag)) throw apiError('wrongType', 'Tags', 'an array of objects')
    const key = requiredString(tag, 'Key')
    const value = requiredString(tag, 'Value')
    if (key.length < 1 || key.length > 128) throw apiError('badLength', 'Key', key.length, 1, 128)
    if (value.length > 256) throw apiError('badLength', 'Value', value.length, 0, 256)
    if (!sign.test(key) || !sign.test(value)) throw apiError('badTag', key, value)
    if (key.toLowerCase().startsWith('aws:')) throw apiError('reservedTag', key)
    tags.set(key, value)
  }
  if (tags.size > most) throw apiError('tooManyTags', tags.size, most)
  return Object.fromEntries(tags)
}
