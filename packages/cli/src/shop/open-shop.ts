import type { ShopState } from '@roentgen/shop'
import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import type { CommandIo } from '../command-io.ts'
import { resolveConfiguration } from '../configuration/resolve.ts'
import { serverConfigOf } from '../configuration/server-config.ts'
import { errors } from '../errors.ts'

/** The shop that is open, as the commands talk to it: its control page, JSON both ways. */
export interface OpenShop {
  readonly state: ShopState
  get(path: string): Promise<JsonObject>
  post(path: string, body: object): Promise<JsonObject>
}

/** Whether a shop answers there: its state file may have been left behind, and its process id be another's by now. */
export async function isAnswering({ shop }: ShopState): Promise<boolean> {
  const answer = await fetch(new URL('/control/api/status', shop), { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  )
  return answer?.ok === true
}

/**
 * Finds it by the file that it keeps in its data directory. Throws CommandError when none is open.
 * @param given behind --data-dir; without it the directory is the one that is set
 */
export async function findOpenShop(given: string | undefined, io: CommandIo): Promise<OpenShop> {
  const { values } = await resolveConfiguration(
    given === undefined ? {} : { dataDir: given },
    undefined,
    io.environment,
  )
  const { dataDir } = serverConfigOf(values)
  const { readStateFile } = await import('@roentgen/shop')
  const state = await readStateFile(dataDir)
  if (!state) throw errors.noShop(dataDir)
  const ask = async (path: string, init: RequestInit): Promise<JsonObject> => {
    const response = await fetch(new URL(`/control/api/${path}`, state.shop), {
      ...init,
      headers: { 'content-type': 'application/json', 'x-shop-token': state.token },
    }).catch(() => {
      throw errors.noShop(dataDir)
    })
    const answer = (await response.json().catch(() => undefined)) as JsonValue | undefined
    if (!isObject(answer)) throw errors.noShop(dataDir)
    if (!response.ok) throw errors.shopRefused(String(answer.message))
    return answer
  }
  return {
    state,
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}
