import { z } from 'zod/mini'
import { ask } from './ask.ts'

const group = z.object({
  GroupName: z.string(),
  GroupARN: z.string(),
  FilterExpression: z._default(z.string(), ''),
  InsightsConfiguration: z._default(
    z.object({ InsightsEnabled: z._default(z.boolean(), false), NotificationsEnabled: z._default(z.boolean(), false) }),
    { InsightsEnabled: false, NotificationsEnabled: false },
  ),
})
const page = z.object({ Groups: z.array(group), NextToken: z.optional(z.nullable(z.string())) })

/** X-Ray API: GroupSummary. */
export type Group = z.infer<typeof group>

/** X-Ray API: GetGroups, all pages; Default among them. */
export async function groupsOf(signal?: AbortSignal): Promise<readonly Group[]> {
  const groups: Group[] = []
  let token: string | undefined
  do {
    const body = token === undefined ? {} : { NextToken: token }
    const answer = await ask('/Groups', { body, signal, shape: page, canWait: true })
    groups.push(...answer.Groups)
    token = answer.NextToken ?? undefined
  } while (token !== undefined)
  return groups
}

/** What a person writes of a group. */
export interface GroupDraft {
  readonly name: string
  readonly filter: string
  readonly insights: boolean
  readonly notifications: boolean
  readonly tags: readonly GroupTag[]
}

export interface GroupTag {
  readonly key: string
  readonly value: string
}

const answered = z.object({ Group: group })
const nothing = z.object({})
const tagPage = z.object({ Tags: z.array(z.object({ Key: z.string(), Value: z.string() })) })

/** X-Ray API: CreateGroup. */
export async function createGroup({ name, filter, insights, notifications, tags }: GroupDraft): Promise<Group> {
  const body = {
    GroupName: name,
    ...(filter !== '' && { FilterExpression: filter }),
    InsightsConfiguration: { InsightsEnabled: insights, NotificationsEnabled: notifications },
    Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
  }
  return (await ask('/CreateGroup', { body, shape: answered })).Group
}

/** X-Ray API: UpdateGroup, TagResource and UntagResource: what differs from before, tags first. */
export async function updateGroup(before: Group, tagsBefore: readonly GroupTag[], draft: GroupDraft): Promise<void> {
  const ResourceARN = before.GroupARN
  const kept = new Map(draft.tags.map(({ key, value }) => [key, value]))
  const had = new Map(tagsBefore.map(({ key, value }) => [key, value]))
  const TagKeys = [...had.keys()].filter((key) => !kept.has(key))
  const Tags = [...kept].flatMap(([Key, Value]) => (had.get(Key) === Value ? [] : { Key, Value }))
  if (TagKeys.length > 0) await ask('/UntagResource', { body: { ResourceARN, TagKeys }, shape: nothing })
  if (Tags.length > 0) await ask('/TagResource', { body: { ResourceARN, Tags }, shape: nothing })
  const { InsightsEnabled, NotificationsEnabled } = before.InsightsConfiguration
  const body = {
    GroupARN: ResourceARN,
    ...(draft.filter !== before.FilterExpression && { FilterExpression: draft.filter }),
    ...((draft.insights !== InsightsEnabled || draft.notifications !== NotificationsEnabled) && {
      InsightsConfiguration: { InsightsEnabled: draft.insights, NotificationsEnabled: draft.notifications },
    }),
  }
  if (Object.keys(body).length > 1) await ask('/UpdateGroup', { body, shape: answered })
}

/** X-Ray API: DeleteGroup. */
export async function deleteGroup({ GroupARN }: Group): Promise<void> {
  await ask('/DeleteGroup', { body: { GroupARN }, shape: nothing })
}

/** X-Ray API: ListTagsForResource. */
export async function tagsOfGroup({ GroupARN }: Group, signal?: AbortSignal): Promise<readonly GroupTag[]> {
  const { Tags } = await ask('/ListTagsForResource', { body: { ResourceARN: GroupARN }, signal, shape: tagPage })
  return Tags.map(({ Key, Value }) => ({ key: Key, value: Value }))
}
