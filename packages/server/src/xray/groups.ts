import type { JsonObject } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Group } from '../groups/group.ts'
import type { GroupChange, GroupReference, Groups } from '../groups/groups.ts'
import { readMembers } from '../http/body.ts'
import { optionalArray, optionalBoolean, optionalObject, optionalString, requiredString } from './members.ts'
import type { Operations } from './operations.ts'
import { tagsOf } from './tags.ts'

/** Of each group that no trace is put into, by ARN: why. */
export type SuspendedGroups = () => Promise<ReadonlyMap<string, string>>

/**
 * CreateGroup, GetGroup, GetGroups, UpdateGroup and DeleteGroup (api.md section 6). Where a group's filter fails, GetGroup
 * has a member more than X-Ray's: SuspendedReason.
 */
export function groupOperations(groups: Groups, suspendedGroups: SuspendedGroups): Operations {
  return {
    async CreateGroup(body) {
      const members = readMembers(body)
      const name = requiredString(members, 'GroupName')
      const tags = tagsOf(optionalArray(members, 'Tags') ?? [])
      return { Group: groupWire(await groups.create(name, { ...changeOf(members), tags })) }
    },
    async GetGroup(body) {
      const group = await groups.find(groupReference(readMembers(body)))
      const reason = (await suspendedGroups()).get(group.arn)
      return { Group: { ...groupWire(group), ...(reason === undefined ? {} : { SuspendedReason: reason }) } }
    },
    async GetGroups(body) {
      // All in one page.
      if (optionalString(readMembers(body), 'NextToken') !== undefined) throw apiError('badToken')
      return { Groups: (await groups.all()).map(groupWire) }
    },
    async UpdateGroup(body) {
      const members = readMembers(body)
      return { Group: groupWire(await groups.update(groupReference(members), changeOf(members))) }
    },
    async DeleteGroup(body) {
      await groups.remove(groupReference(readMembers(body)))
      return {}
    },
  }
}

export function groupReference(members: JsonObject): GroupReference {
  return { name: optionalString(members, 'GroupName'), arn: optionalString(members, 'GroupARN') }
}

function changeOf(members: JsonObject): GroupChange {
  const expression = optionalString(members, 'FilterExpression')
  const configuration = optionalObject(members, 'InsightsConfiguration')
  return {
    ...(expression === undefined ? {} : { expression }),
    ...(configuration === undefined ? {} : { insights: insightsOf(configuration) }),
  }
}

function insightsOf(configuration: JsonObject): Group['insights'] {
  const enabled = optionalBoolean(configuration, 'InsightsEnabled') ?? false
  const notifications = optionalBoolean(configuration, 'NotificationsEnabled') ?? false
  if (notifications && !enabled) throw apiError('notificationsNeedInsights')
  return { enabled, notifications }
}

function groupWire({ name, arn, expression, insights }: Group): object {
  return {
    GroupName: name,
    GroupARN: arn,
    ...(expression === undefined ? {} : { FilterExpression: expression }),
    InsightsConfiguration: { InsightsEnabled: insights.enabled, NotificationsEnabled: insights.notifications },
  }
}
