import { isObject, type JsonValue } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { type Group, groupName, groupOf } from '../groups/group.ts'
import type { Groups } from '../groups/groups.ts'
import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { bodyLimit, readMembers } from '../http/body.ts'
import { requiredArray } from '../xray/members.ts'
import { tagsOf } from '../xray/tags.ts'

interface BackupGroupsParts {
  readonly groups: Pick<Groups, 'stored' | 'restore'>
  /** Groups have one hand: the control server's. */
  readonly isControl: boolean
}

/** What people have set, beside the documents: `{"groups":[{"name","value"}]}`, each value as it is stored. */
export function backupGroupsRoutes({ groups, isControl }: BackupGroupsParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/backup/groups',
      answer: async (_request, reply) => sendJson(reply, { groups: await groups.stored() }),
    },
    {
      method: 'POST',
      path: '/api/restore/groups',
      bodyLimit,
      answer: async (request, reply) => {
        const wanted = requiredArray(readMembers(await bodyOf(request, bodyLimit)), 'groups').map(groupOfBackup)
        if (!isControl && wanted.length > 0) throw apiError('groupsElsewhere')
        return sendJson(reply, { ...(await groups.restore(wanted)) })
      },
    },
  ]
}

function groupOfBackup(stored: JsonValue): Group {
  const { name, value } = isObject(stored) ? stored : {}
  const group = typeof name === 'string' && typeof value === 'string' ? groupOf(name, value) : undefined
  if (group === undefined) throw apiError('wrongType', 'groups', 'what POST /api/backup/groups answers')
  if (!groupName.test(group.name)) throw apiError('badGroupName', group.name)
  return { ...group, tags: tagsOf(Object.entries(group.tags).map(([Key, Value]) => ({ Key, Value }))) }
}
