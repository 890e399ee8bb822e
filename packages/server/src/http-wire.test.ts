import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { segment } from './fixtures/documents.ts'
import type { RawRequest, TestServer } from './fixtures/test-server.ts'
import { startTestServer } from './fixtures/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ allowedHosts: ['Traces.example.com'] })
})
afterAll(() => server[Symbol.asyncDispose]())

const window = { StartTime: 1_700_000_000, EndTime: 1_700_000_600 }
const json = (value: object): string => JSON.stringify(value)

describe('an error has the wire form that every client reads', () => {
  test.each<{ path: string; body: string; code: string; status: number; message: string }>([
    {
      path: '/Nothing',
      body: '{}',
      code: 'UnknownOperationException',
      status: 404,
      message: 'POST /Nothing is not an operation of the X-Ray API',
    },
    {
      path: '/%zz',
      body: '{}',
      code: 'MalformedHttpRequestException',
      status: 400,
      message: "'/%zz' is not a valid url component",
    },
    {
      path: '/Insight',
      body: '{}',
      code: 'InvalidRequestException',
      status: 400,
      message: 'GetInsight is not supported by this version of Roentgen yet.',
    },
    {
      path: '/TraceSummaries',
      body: '{"StartTime":',
      code: 'InvalidRequestException',
      status: 400,
      message: 'The request body is not a JSON object',
    },
    {
      path: '/TraceSummaries',
      body: '[]',
      code: 'InvalidRequestException',
      status: 400,
      message: 'it is an array',
    },
    {
      path: '/TraceSummaries',
      body: '',
      code: 'InvalidRequestException',
      status: 400,
      message: 'StartTime is required and missing from the request.',
    },
    {
      path: '/TraceSummaries',
      body: json({ StartTime: 1 }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'EndTime is required',
    },
    {
      path: '/TraceSummaries',
      body: json({ StartTime: 20, EndTime: 10 }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'EndTime (10) must be later than StartTime (20)',
    },
    {
      path: '/TraceSummaries',
      body: json({ StartTime: 'soon', EndTime: 10 }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'StartTime is "soon", which is not a time',
    },
    {
      path: '/TraceSummaries',
      body: json({ ...window, FilterExpression: 'fault = yes' }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'FilterExpression cannot be read. At position 9: `fault` is true or false',
    },
    {
      path: '/TraceSummaries',
      body: json({ ...window, FilterExpression: '' }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'FilterExpression cannot be read. At position 1: The expression is empty',
    },
    {
      path: '/TraceSummaries',
      body: json({ ...window, TimeRangeType: 'Eventually' }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'it must be one of TraceId, Event, Service',
    },
    {
      path: '/TraceSummaries',
      body: json({ ...window, Sampling: true, SamplingStrategy: { Name: 'FixedRate', Value: 2 } }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'SamplingStrategy.Value is 2; it must be between 0 and 1',
    },
    {
      path: '/TraceSummaries',
      body: json({ ...window, NextToken: 'bWFuZ2xlZA' }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'NextToken is not a token of this question',
    },
    {
      path: '/Traces',
      body: json({ TraceIds: Array(6).fill('1-581cf771-a006649127e371903a2de979') }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'Exceeding maximum query size: 5',
    },
    {
      path: '/Traces',
      body: json({ TraceIds: ['1-581cf771-a006649127e371903a2de979'], NextToken: 'x' }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'NextToken is currently not supported',
    },
    {
      path: '/TraceSummaries',
      body: `{"x":"${'x'.repeat(300_000)}"}`,
      code: 'RequestEntityTooLargeException',
      status: 413,
      message: 'The request body has more than 262144 bytes',
    },
    {
      path: '/TraceSegments',
      body: `{"TraceSegmentDocuments":[${'[],'.repeat(1_000_000)}[]]}`,
      code: 'InvalidRequestException',
      status: 400,
      message: 'TraceSegmentDocuments takes at most 10000 strings',
    },
    { path: '/Traces', body: '{}', code: 'InvalidRequestException', status: 400, message: 'TraceIds is required' },
    {
      path: '/Traces',
      body: json({ TraceIds: 'x' }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'TraceIds must be an array',
    },
    {
      path: '/Traces',
      body: json({ TraceIds: [] }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'TraceIds is empty',
    },
    {
      path: '/ServiceGraph',
      body: json({ ...window, GroupName: 'checkout' }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'There is no group "checkout"',
    },
    {
      path: '/TraceSegments',
      body: '{}',
      code: 'InvalidRequestException',
      status: 400,
      message: 'TraceSegmentDocuments is required',
    },
    {
      path: '/TraceSegments',
      body: json({ TraceSegmentDocuments: [{}] }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'TraceSegmentDocuments must be an array of strings',
    },
    {
      path: '/TraceSegments',
      body: json({ TraceSegmentDocuments: Array(10_001).fill('') }),
      code: 'InvalidRequestException',
      status: 400,
      message: 'The request has 10001 documents; at most 10000',
    },
    {
      path: '/SamplingTargets',
      body: '{}',
      code: 'InvalidRequestException',
      status: 400,
      message: 'SamplingStatisticsDocuments is required',
    },
    {
      path: '/TelemetryRecords',
      body: '{}',
      code: 'InvalidRequestException',
      status: 400,
      message: 'TelemetryRecords is required',
    },
    {
      path: '/TraceSegments',
      body: ' '.repeat(8 * 1024 * 1024 + 1),
      code: 'RequestEntityTooLargeException',
      status: 413,
      message: 'more than 8388608 bytes',
    },
  ])('$status $code for $path: $message', async ({ path, body, code, status, message }) => {
    const answer = await server.request(path, { body })
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      'x-amzn-errortype': code,
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'content-type': expect.stringContaining('application/json'),
    })
    expect(JSON.parse(answer.text)).toEqual({ __type: code, Message: expect.stringContaining(message) })
  })

  test('and the AWS SDK reads its name and words', async () => {
    const { GetTraceSummariesCommand } = await import('@aws-sdk/client-xray')
    const asked = server.client.send(
      new GetTraceSummariesCommand({ StartTime: new Date(20_000), EndTime: new Date(10_000) }),
    )
    await expect(asked).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('must be later than StartTime'),
      $metadata: { httpStatusCode: 400 },
    })
  })
})

describe('a body is read whatever its sender calls it', () => {
  const body = json({ TraceIds: [], ...window })
  test.each<{ how: string; request: RawRequest }>([
    { how: 'without a content type', request: { body } },
    { how: 'as JSON', request: { body, headers: { 'content-type': 'application/json' } } },
    { how: 'as AWS JSON', request: { body, headers: { 'content-type': 'application/x-amz-json-1.1' } } },
    { how: 'as a form', request: { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } } },
    { how: 'with a malformed content type', request: { body, headers: { 'content-type': 'json;;;' } } },
    {
      how: 'packed with gzip',
      request: { body: gzipSync(body), headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' } },
    },
    { how: 'in chunks', request: { body, headers: { 'transfer-encoding': 'chunked' } } },
    {
      how: 'with explicit nulls and ISO times',
      request: {
        body: json({
          StartTime: '2023-11-14T22:13:20Z',
          EndTime: '2023-11-14T22:23:20.5Z',
          NextToken: null,
          FilterExpression: null,
          TimeRangeType: null,
        }),
      },
    },
  ])('$how', async ({ request }) => {
    const { status, text } = await server.request('/TraceSummaries', request)
    expect({ status, answer: JSON.parse(text) }).toMatchObject({ status: 200, answer: { TraceSummaries: [] } })
  })

  test.each<{ how: string; request: RawRequest; message: string; status: number }>([
    {
      how: 'damaged gzip',
      request: { body: gzipSync(body).subarray(0, 20), headers: { 'content-encoding': 'gzip' } },
      message: 'could not be decoded as gzip',
      status: 400,
    },
    {
      how: 'an unknown encoding',
      request: { body, headers: { 'content-encoding': 'zstd' } },
      message: 'could not be decoded as zstd',
      status: 400,
    },
    {
      how: 'gzip of more than a question may have',
      request: { body: gzipSync(Buffer.alloc(9 * 1024 * 1024, ' ')), headers: { 'content-encoding': 'gzip' } },
      message: 'more than 262144 bytes',
      status: 413,
    },
  ])('but not $how', async ({ request, message, status }) => {
    const answer = await server.request('/TraceSummaries', request)
    expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.stringContaining(message) })
  })

  test('no body at all is an empty request', async () => {
    expect((await server.request('/GetSamplingRules')).status).toBe(200)
  })
})

describe('the guard stands before every path', () => {
  const paths = ['/', '/healthz', '/metrics', '/TraceSummaries', '/api/flush', '/api/rejected', '/Nothing', '/%zz']
  const sources: { why: string; headers: Record<string, string> }[] = [
    { why: 'another site', headers: { origin: 'http://evil.example' } },
    { why: 'a page of another local server', headers: { 'sec-fetch-site': 'same-site' } },
    { why: 'a name that only resolves here', headers: { host: 'evil.example' } },
  ]
  test.each(paths.flatMap((path) => sources.map((source) => ({ path, ...source }))))(
    '$path is refused to $why',
    async ({ path, headers }) => {
      const method = ['/', '/healthz', '/metrics', '/api/rejected'].includes(path) ? 'GET' : 'POST'
      const answer = await server.request(path, { method, headers })
      expect(answer.status).toBe(403)
      expect(answer.headers['x-amzn-errortype']).toBe('AccessDeniedException')
    },
  )

  test('an allowed name and the own origin come in', async () => {
    const answer = await server.request('/', {
      method: 'GET',
      headers: { host: 'traces.example.com', origin: 'https://traces.example.com' },
    })
    expect(answer.status).toBe(200)
  })
})

describe('PutTraceSegments', () => {
  test('answers 200 and lists the documents that it did not take', async () => {
    const good = segment()
    const documents = [json(good), '[]', '{', json({ ...segment({ id: '70de5b6f19ff9a0a' }), name: undefined })]
    const { status, body } = await server.post('/TraceSegments', { TraceSegmentDocuments: documents })
    expect(status).toBe(200)
    expect(body).toEqual({
      UnprocessedTraceSegments: [
        { ErrorCode: 'MissingId', Message: 'Invalid segment. ErrorCode: MissingId' },
        { ErrorCode: 'ParseError', Message: 'Invalid segment. ErrorCode: ParseError' },
        { Id: '70de5b6f19ff9a0a', ErrorCode: 'MissingName', Message: 'Invalid segment. ErrorCode: MissingName' },
      ],
    })
    const rejected = JSON.parse((await server.request('/api/rejected', { method: 'GET' })).text)
    expect(rejected.rejected.slice(0, 3)).toMatchObject([
      { source: 'http', code: 'MissingName', id: '70de5b6f19ff9a0a', excerpt: documents[3] },
      { source: 'http', code: 'ParseError', excerpt: '{' },
      { source: 'http', code: 'MissingId', excerpt: '[]' },
    ])
  })

  test('answers with an empty list when it took all', async () => {
    const { body } = await server.post('/TraceSegments', { TraceSegmentDocuments: [json(segment())] })
    expect(body).toEqual({ UnprocessedTraceSegments: [] })
  })
})

describe('PutTelemetryRecords', () => {
  test("takes the daemon's record and counts it", async () => {
    const { PutTelemetryRecordsCommand } = await import('@aws-sdk/client-xray')
    const record = { Timestamp: new Date(), SegmentsReceivedCount: 3, BackendConnectionErrors: { TimeoutCount: 1 } }
    await server.client.send(
      new PutTelemetryRecordsCommand({ TelemetryRecords: [record], EC2InstanceId: '', Hostname: '', ResourceARN: '' }),
    )
    const { text } = await server.request('/metrics', { method: 'GET' })
    expect(text).toContain('\nroentgen_telemetry_records_total 1\n')
  })
})

describe('the documents of a trace as they were received', () => {
  const received = async (id: string) => {
    const { status, text } = await server.request(`/api/traces/${id}/documents`, { method: 'GET' })
    return { status, body: JSON.parse(text) }
  }

  test('are answered as they were sent, repeats once, in either form of the id', async () => {
    const sent = json({ ...segment(), aws: { odd: [1, null] }, spaced: ' \u2028\n' })
    const { trace_id: id } = JSON.parse(sent)
    await server.post('/TraceSegments', { TraceSegmentDocuments: [sent, sent] })
    const answer = { status: 200, body: { id, documents: [sent], isCut: false } }
    expect(await received(id)).toEqual(answer)
    expect(await received(id.slice(2).replace('-', ''))).toEqual(answer)
  })

  test('of an unknown trace are none, and what is no id is refused', async () => {
    const id = '1-58406520-a006649127e371903a2de979'
    expect(await received(id)).toEqual({ status: 200, body: { id, documents: [], isCut: false } })
    expect(await received('no-id')).toMatchObject({
      status: 400,
      body: { Message: expect.stringContaining('"no-id"') },
    })
  })
})
