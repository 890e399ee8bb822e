import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { GetSamplingRulesCommand, GetSamplingTargetsCommand } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from './fixtures/test-server.ts'
import { startTestServer } from './fixtures/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ region: 'eu-central-1' })
})
afterAll(() => server[Symbol.asyncDispose]())

interface CapturedRequest {
  readonly from: string
  readonly path: string
  readonly raw: string
}

/** The requests of the capture as their SDKs sent them, each to be sent again byte for byte. */
const captured: readonly CapturedRequest[] = readFileSync(
  new URL('../../trace/captures/sampling-requests.txt', import.meta.url),
  'utf8',
)
  .split(/^### /m)
  .flatMap((section) => {
    const found = /^(.*?) {2}t=\S+ from .*\n>>> request\n(POST (\S+) HTTP\/1\.1\n[\s\S]*?\n\n.*)\n<<< answer/.exec(
      section,
    )
    if (found === null) return []
    const [, from = '', raw = '', path = ''] = found
    return [{ from, path, raw: raw.replaceAll('\n', '\r\n') }]
  })

/** Sends raw bytes on a connection of its own and reads the whole answer. */
function sendRaw(raw: string): Promise<{ head: string; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(raw))
    let text = ''
    socket.setEncoding('utf8')
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      text += chunk
      const [head = '', body = ''] = text.split('\r\n\r\n', 2)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      if (Buffer.byteLength(body) < length || Number.isNaN(length)) return
      socket.destroy()
      resolve({ head, body })
    })
  })
}

const defaultRule = {
  RuleName: 'Default',
  RuleARN: 'arn:aws:xray:eu-central-1:000000000000:sampling-rule/Default',
  ResourceARN: '*',
  Priority: 10000,
  FixedRate: 1,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
}

describe('the requests that SDKs really sent', () => {
  test('are in the capture', () => {
    expect(captured.map(({ path }) => path)).toEqual([
      '/GetSamplingRules',
      '/SamplingTargets',
      '/SamplingTargets',
      '/GetSamplingRules',
      '/GetSamplingRules',
      '/GetSamplingRules',
      ...Array(4).fill('/SamplingTargets'),
    ])
  })

  test.each(captured.filter(({ path }) => path === '/GetSamplingRules'))(
    '$from gets the Default rule in the one shape that all accept',
    async ({ raw }) => {
      const { head, body } = await sendRaw(raw)
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      // Exactly: ADOT for Python breaks on any further key of the rule.
      expect(JSON.parse(body)).toEqual({
        SamplingRuleRecords: [{ SamplingRule: defaultRule, CreatedAt: 0, ModifiedAt: 0 }],
      })
      // The Go SDK decodes these into integers.
      expect(body).not.toMatch(/\d\.0\b/)
    },
  )

  test.each(captured.filter(({ path }) => path === '/SamplingTargets'))(
    '$from reports its counts and gets a target',
    async ({ raw }) => {
      const { head, body } = await sendRaw(raw)
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      const now = Date.now() / 1000
      const answer = JSON.parse(body)
      expect(answer).toEqual({
        SamplingTargetDocuments: [
          {
            RuleName: 'Default',
            FixedRate: 1,
            ReservoirQuota: expect.toSatisfy((quota) => quota === 0 || quota === 1),
            ReservoirQuotaTTL: expect.any(Number),
            Interval: 10,
          },
        ],
        LastRuleModification: 0,
        UnprocessedStatistics: [],
        UnprocessedBoostStatistics: [],
      })
      const ttl = answer.SamplingTargetDocuments[0].ReservoirQuotaTTL
      expect(ttl - now).toBeGreaterThan(290)
      expect(ttl - now).toBeLessThanOrEqual(300)
    },
  )
})

describe('the AWS SDK', () => {
  test('reads the rules', async () => {
    const answer = await server.client.send(new GetSamplingRulesCommand({}))
    expect(answer.SamplingRuleRecords).toEqual([
      { SamplingRule: defaultRule, CreatedAt: new Date(0), ModifiedAt: new Date(0) },
    ])
    expect(answer.NextToken).toBeUndefined()
  })

  test('hears which rule of its report there is not', async () => {
    const document = {
      ClientID: 'de13b3c303935d06901ffe40',
      Timestamp: new Date(),
      RequestCount: 1,
      SampledCount: 1,
    }
    const answer = await server.client.send(
      new GetSamplingTargetsCommand({
        SamplingStatisticsDocuments: [
          { RuleName: 'Gone', ...document },
          { RuleName: 'Default', ...document },
        ],
      }),
    )
    expect(answer.UnprocessedStatistics).toEqual([
      { RuleName: 'Gone', ErrorCode: '404', Message: 'There is no sampling rule "Gone".' },
    ])
    expect(answer.SamplingTargetDocuments).toHaveLength(1)
    expect(answer.LastRuleModification).toEqual(new Date(0))
  })
})

test.each([
  { wrong: { ClientID: 'short' }, message: 'ClientID has 5 characters; it must have between 24 and 24' },
  { wrong: { RuleName: '' }, message: 'RuleName has 0 characters' },
  { wrong: { RequestCount: -1 }, message: 'RequestCount must be a whole number of 0 or more' },
  { wrong: { SampledCount: undefined }, message: 'SampledCount is required' },
  { wrong: { Timestamp: null }, message: 'Timestamp is required' },
])('statistics with $wrong are refused by name', async ({ wrong, message }) => {
  const document = {
    RuleName: 'Default',
    ClientID: 'de13b3c303935d06901ffe40',
    Timestamp: 1795365719,
    RequestCount: 1,
    SampledCount: 1,
    ...wrong,
  }
  const { status, body } = await server.post('/SamplingTargets', { SamplingStatisticsDocuments: [document] })
  expect({ status, body }).toEqual({
    status: 400,
    body: { __type: 'InvalidRequestException', Message: expect.stringContaining(message) },
  })
})
