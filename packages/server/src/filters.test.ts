import { GetTraceSummariesCommand, type GetTraceSummariesCommandInput } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSegmentId, segment } from './fixtures/documents.ts'
import type { TestServer } from './fixtures/test-server.ts'
import { startTestServer } from './fixtures/test-server.ts'

const hostile = `it's "so" \\' or 1=1 -- {filter_1:String} \u0000\n\t`

const plain = segment({ annotations: { tier: 'gold' } })
const failed = segment({ name: 'till', fault: true, annotations: { note: hostile } })
const called = segment({ name: 'stock', trace_id: plain.trace_id, parent_id: plain.id, id: newSegmentId() })

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const documents = [plain, failed, called].map((document) => JSON.stringify(document))
  await server.post('/TraceSegments', { TraceSegmentDocuments: documents })
  await server.flush()
})
afterAll(() => server[Symbol.asyncDispose]())

const window = { StartTime: new Date(Date.now() - 3600_000), EndTime: new Date(Date.now() + 60_000) }

async function find(FilterExpression: string, more: Partial<GetTraceSummariesCommandInput> = {}): Promise<string[]> {
  const { TraceSummaries = [] } = await server.client.send(
    new GetTraceSummariesCommand({ ...window, FilterExpression, ...more }),
  )
  return TraceSummaries.map(({ Id = '' }) => Id)
}

/** As a string of the filter language. */
const literal = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

describe('GetTraceSummaries with a filter expression', () => {
  test.each([
    ['ok', [plain.trace_id]],
    ['fault', [failed.trace_id]],
    ['annotation.tier = "gold" AND edge("shop", "stock")', [plain.trace_id]],
    ['service("till") { fault } OR service("nothing")', [failed.trace_id]],
    ['group.name = "Default" !ok', [failed.trace_id]],
    ['service("nothing")', []],
    [`annotation.note = ${literal(hostile)}`, [failed.trace_id]],
    [`annotation.note CONTAINS ${literal(hostile.slice(2))}`, [failed.trace_id]],
    [`annotation.note = ${literal(`${hostile}!`)}`, []],
    [`annotation[${literal(hostile)}] = ${literal(hostile)}`, []],
  ])('finds by %j', async (expression, ids) => {
    expect(await find(expression)).toEqual(ids)
  })

  test.each([
    ['responsetime CONTAINS "5"', 'At position 23: `responsetime` is a number of seconds: use =, !=,'],
    ['fault OR', 'At position 9: Found the end'],
    ['group.name = "nobody"', 'There is no group "nobody".'],
    [' ', 'The expression is empty'],
    ['ok '.repeat(1_400), 'has 4200 characters; at most 4096 are taken'],
    ['('.repeat(4_000), 'More than 64 brackets'],
  ])('refuses %j in words', async (expression, words) => {
    await expect(find(expression)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(/^FilterExpression cannot be read. At position \d+: /),
    })
    await expect(find(expression)).rejects.toThrow(words)
  })

  test.each([
    ['10 MB', 'ok '.repeat(3_500_000), [413]],
    ['as much as a question may have', 'ok '.repeat(80_000), [400]],
    ['10,000 brackets', '('.repeat(10_000), [400]],
    ['10,000 brackets of keys', `annotation${'['.repeat(10_000)}`, [400]],
    ['10,000 lists in JSON', `rootcause.json = #[{"Services":${'['.repeat(10_000)}`, [400]],
    ['quotes, backslashes and control characters', `annotation["${'\\"\u0000\n'.repeat(800)}`, [400]],
  ])('refuses %s within 50 ms of CPU, the request and its answer included', async (_, FilterExpression, statuses) => {
    const body = Buffer.from(JSON.stringify({ StartTime: 1_700_000_000, EndTime: 1_700_000_060, FilterExpression }))
    const cost = async () => {
      const before = process.cpuUsage()
      // A server may close the connection on a body that it will not read.
      const status = await server.request('/TraceSummaries', { body }).then(
        ({ status }) => status,
        () => 413,
      )
      const { user, system } = process.cpuUsage(before)
      expect(statuses).toContain(status)
      return (user + system) / 1000
    }
    expect(Math.min(await cost(), await cost(), await cost())).toBeLessThan(50)
  })

  test('answers the longest expressions that are taken', async () => {
    const users = Array.from({ length: 280 }, (_, n) => `user="u${n}"`).join(' OR ')
    const services = Array.from({ length: 100 }, (_, n) => `service("s${n}"){ fault user="u${n}" }`).join(' OR ')
    const causes = Array.from({ length: 115 }, () => '{"Exceptions":[{}],"Name":"a"}').join(',')
    const json = `rootcause.json = #[{"Services":[{"EntityPath":[${causes}]}]}]`
    for (const expression of [users, services, json])
      expect([expression.length > 3_000, await find(expression)]).toEqual([true, []])
  })

  test('a token belongs to its filter', async () => {
    const documents = Array.from({ length: 1_001 }, () => JSON.stringify(segment({ name: 'many' })))
    await server.post('/TraceSegments', { TraceSegmentDocuments: documents })
    await server.flush()
    const filter = 'service("many")'
    const first = await server.client.send(new GetTraceSummariesCommand({ ...window, FilterExpression: filter }))
    expect(first.TraceSummaries).toHaveLength(1_000)
    const { NextToken = '' } = first
    await expect(find('ok', { NextToken })).rejects.toThrow('NextToken is not a token of this question')
    expect(await find(filter, { NextToken })).toHaveLength(1)
  })
})
