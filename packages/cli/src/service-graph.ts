import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import type { ServerClient } from './server-client.ts'

/** All Service shapes of GetServiceGraph for a window in epoch seconds. */
export async function serviceGraph(server: ServerClient, start: number, end: number): Promise<JsonObject[]> {
  const services: JsonObject[] = []
  let token: JsonValue | undefined
  do {
    const page = await server.post('/ServiceGraph', {
      StartTime: start,
      EndTime: end,
      ...(typeof token === 'string' ? { NextToken: token } : {}),
    })
    if (Array.isArray(page.Services))
      services.push(...(page.Services as readonly JsonValue[]).filter((item) => isObject(item)))
    token = page.NextToken
  } while (typeof token === 'string')
  return services
}
