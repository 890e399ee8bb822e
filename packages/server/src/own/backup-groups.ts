import { type GroupVersion, groupVersionOf } from '@roentgen/store'
import { isObject, type JsonValue } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { type Group, groupName, groupOf } from '../groups/group.ts'
import type { Groups } from '../groups/groups.ts'
import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { bodyLimit, readMembers } from '../http/body.ts'
import { optionalArray, requiredArray } from '../xray/members.ts'
import { tagsOf } from '../xray/tags.ts'

interface BackupGroupsParts {
  readonly groups: Pick<Groups, 'saved' | 'restore'>
  /** Groups have one hand: the control server's. */
  readonly isControl: boolean
}

/**
 * What people have set, beside the documents: `{"groups":[{"name","value"}],"versions":[{"name","value"}]}`, each value as
 * it is stored. Backups of earlier versions have no versions: their groups begin when they are restored.
 */
export function backupGroupsRoutes({ groups, isControl }: BackupGroupsParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/backup/groups',
      answer: async (_request, reply) => sendJson(reply, { ...(await groups.saved()) }),
    },
    {
      method: 'POST',
      path: '/api/restore/groups',
      bodyLimit,
      answer: async (request, reply) => {
        const members = readMembers(await bodyOf(request, bodyLimit))
        const wanted = requiredArray(members, 'groups').map(groupOfBackup)
        const versions = (optionalArray(members, 'versions') ?? []).map(versionOfBackup)
        if (!isControl && wanted.length > 0) throw apiError('groupsElsewhere')
        return sendJson(reply, { ...(await groups.restore(wanted, versions)) })
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

function versionOfBackup(stored: JsonValue): GroupVersion {
  const { name, value } = isObject(stored) ? stored : {}
  const version = typeof name === 'string' && typeof value === 'string' ? groupVersionOf(name, value) : undefined
  if (version === undefined) throw apiError('wrongType', 'versions', 'what POST /api/backup/groups answers')
  return version
}
