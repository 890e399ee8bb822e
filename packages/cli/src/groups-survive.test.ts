import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isObject, type JsonObject } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { serving } from './fixtures/roentgen.ts'

async function post(url: string, path: string, body: object): Promise<JsonObject> {
  const answer: unknown = await (await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })).json()
  if (!isObject(answer as JsonObject)) throw new Error(`${path} answered ${JSON.stringify(answer)}`)
  return answer as JsonObject
}

function segment(number: number): string {
  const seconds = Date.now() / 1000
  const hex = number.toString(16)
  return JSON.stringify({
    trace_id: `1-${Math.floor(seconds).toString(16)}-${hex.padStart(24, '0')}`,
    id: hex.padStart(16, '0'),
    name: 'shop',
    fault: number % 2 === 1,
    start_time: seconds - 0.1,
    end_time: seconds,
  })
}

test('groups that were answered, and the traces in them, are there after kill -9', { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'roentgen-groups-'))
  try {
    const first = await serving(directory)
    await post(first.url, '/CreateGroup', { GroupName: 'other', FilterExpression: 'ok' })
    const { Group } = await post(first.url, '/CreateGroup', { GroupName: 'failing', FilterExpression: 'fault' })
    await post(first.url, '/DeleteGroup', { GroupName: 'other' })
    const documents = Array.from({ length: 20 }, (_, number) => segment(number + 1))
    await post(first.url, '/TraceSegments', { TraceSegmentDocuments: documents })
    if (first.pid !== undefined) process.kill(first.pid, 'SIGKILL')
    await using second = await serving(directory)
    expect(await post(second.url, '/Groups', {})).toMatchObject({ Groups: [{ GroupName: 'Default' }, Group] })
    await post(second.url, '/api/flush', {})
    const now = Date.now() / 1000
    const { Services } = await post(second.url, '/ServiceGraph', {
      GroupName: 'failing',
      StartTime: now - 600,
      EndTime: now + 60,
    })
    expect(Services).toContainEqual(
      expect.objectContaining({ Name: 'shop', SummaryStatistics: expect.objectContaining({ TotalCount: 10 }) }),
    )
    const verified = await (await fetch(`${second.url}/api/verify`, { method: 'POST', body: '{}' })).text()
    expect(JSON.parse(verified.trim().split('\n').at(-1) ?? '')).toEqual({ done: true, differences: 0 })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
