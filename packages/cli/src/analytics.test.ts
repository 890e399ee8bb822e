import { afterAll, beforeAll, expect, test } from 'vitest'
import { inProcess } from './fixtures/in-process.ts'
import { type ServingRoentgen, serving } from './fixtures/roentgen.ts'

let server: ServingRoentgen
beforeAll(async () => {
  server = await serving()
  const now = Date.now() / 1000
  const documents = Array.from({ length: 200 }, (_, i) =>
    JSON.stringify({
      trace_id: `1-67000000-${i.toString(16).padStart(24, '0')}`,
      id: (i + 1).toString(16).padStart(16, '0'),
      name: 'web',
      start_time: now - 60,
      end_time: now - 60 + (i % 10 === 0 ? 0.5 : 0.1),
      ...(i % 20 === 0 ? { fault: true } : {}),
      annotations: { tenant: i % 10 === 0 ? 'gold' : `silver ${i % 3}` },
    }),
  )
  await fetch(`${server.url}/TraceSegments`, {
    method: 'POST',
    body: JSON.stringify({ TraceSegmentDocuments: documents }),
  })
  await fetch(`${server.url}/api/flush`, { method: 'POST' })
}, 30_000)
afterAll(() => server?.[Symbol.asyncDispose]())

const run = (...args: string[]) => inProcess([...args, '--url', server.url], { environment: { COLUMNS: '120' } })
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/))

test('traces --group-by counts by a key', async () => {
  const { stdout, status } = await run('traces', '!fault', '--group-by', 'annotation[tenant]', '--limit', '2')
  expect(status).toBe(0)
  // Three values have as many traces: which two of them come first is always the same, and does not matter.
  const silver = [expect.stringMatching(/^silver [012]$/), '60', '31.6 %', '100 ms', '100 ms', '60', '0', '0', '0']
  const lines = linesOf(stdout)
  expect(lines).toEqual([
    ['ANNOTATION[TENANT]', 'TRACES', 'SHARE', 'AVG', 'P95', 'OK', 'ERROR', 'FAULT', 'THROTTLE'],
    silver,
    silver,
    ['190 traces, 2 more values; --limit shows them'],
  ])
  expect(lines[1]?.[0]).not.toBe(lines[2]?.[0])
  expect((await run('traces', '--group-by', 'colour')).stderr).toContain(
    'by is "colour"; it must be one of url, status',
  )
  const { stdout: json } = await run('traces', '--group-by', 'service', '--json')
  expect(JSON.parse(json)).toMatchObject({ by: 'service', distinct: 1, groups: [{ value: 'web', count: 200 }] })
})

test('groups shows how many traces each has', async () => {
  await fetch(`${server.url}/CreateGroup`, {
    method: 'POST',
    body: JSON.stringify({ GroupName: 'late', FilterExpression: 'fault' }),
  })
  const { stdout, status } = await run('groups')
  expect(status).toBe(0)
  expect(linesOf(stdout)).toEqual([
    ['GROUP', 'TRACES', 'OK', 'ERROR', 'FAULT', 'THROTTLE', 'AVG', 'P50', 'P95', 'FILTER'],
    expect.arrayContaining(['Default', '200', '190', '0', '10', '(every trace)']),
    ['late', '0', '0', '0', '0', '0', '-', '-', '-', 'fault'],
  ])
  const { stdout: json } = await run('groups', '--since', '2h', '--json')
  expect(JSON.parse(json)).toMatchObject({
    groups: [
      { name: 'Default', traces: 200 },
      { name: 'late', traces: 0 },
    ],
  })
})

test('compare shows first what tells the sets apart', async () => {
  const { stdout, status } = await run('compare', 'responsetime > 0.3')
  expect(status).toBe(0)
  const lines = linesOf(stdout)
  expect(lines[1]).toEqual(['A', '20', '500 ms', '500 ms', '500 ms', '500 ms', '10', '0', '10', '0'])
  expect(lines[2]?.slice(0, 3)).toEqual(['B', '180', '100 ms'])
  expect(lines[4]).toEqual(['KEY', 'VALUE', 'A', 'B', 'DELTA', 'ODDS', 'FOR SURE'])
  expect(lines[5]?.slice(0, 5)).toEqual(['annotation[tenant]', 'gold', '100.0 %', '0.0 %', '+100.0 %'])
  expect(lines.at(-1)?.join()).toMatch(/^\d+ values compared. \d differ/)
  expect((await run('compare', 'duration > 77')).stdout).toContain('None of the traces of the last 1h fits A')
  expect((await run('compare', 'fault', 'duration >')).stderr).toContain('The filter cannot be read:\n  duration >')
})
