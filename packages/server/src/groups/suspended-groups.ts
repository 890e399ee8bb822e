import type { Store } from '@roentgen/store'

/** Of each group that no trace is put into, by ARN: why. */
export function suspendedGroups({ all, membership }: Store['groups']): Map<string, string> {
  const suspended = new Map<string, string>()
  for (const { id, group, until } of all) {
    const reason = membership.suspended.get(id)
    if (until === undefined && reason !== undefined) suspended.set(group.arn, reason)
  }
  return suspended
}
