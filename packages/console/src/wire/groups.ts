import { z } from 'zod/mini'
import { ask } from './ask.ts'

const group = z.object({
  GroupName: z.string(),
  GroupARN: z.string(),
  FilterExpression: z._default(z.string(), ''),
})
const page = z.object({ Groups: z.array(group), NextToken: z.optional(z.nullable(z.string())) })

/** X-Ray API: GroupSummary. */
export type Group = z.infer<typeof group>

/** X-Ray API: GetGroups, all pages; Default among them. */
export async function groupsOf(signal?: AbortSignal): Promise<readonly Group[]> {
  const groups: Group[] = []
  let token: string | undefined
  do {
    const answer = await ask('/Groups', { body: token === undefined ? {} : { NextToken: token }, signal, shape: page })
    groups.push(...answer.Groups)
    token = answer.NextToken ?? undefined
  } while (token !== undefined)
  return groups
}
