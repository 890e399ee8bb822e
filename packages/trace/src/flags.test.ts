import { describe, expect, test } from 'vitest'
import { digestDocument } from './index.ts'
import type { JsonObject } from './json.ts'

const throttling = { exceptions: [{ type: 'ThrottlingException', message: 'Rate exceeded', remote: true }] }
const general = (type: string, message: string) => ({ exceptions: [{ type, message }] })

interface Case {
  readonly says: string
  readonly sent: JsonObject
  readonly flags: string
}

function flagsOf(sent: JsonObject, place: 'segment' | 'call' | 'local'): string {
  const times = { start_time: 1795365709.5, end_time: 1795365709.75 }
  const inner = { id: '00000000000000b1', name: 'dynamodb', ...times, ...(place === 'call' && { namespace: 'aws' }) }
  const digest = digestDocument(
    JSON.stringify({
      id: '00000000000000a1',
      name: 'shop',
      trace_id: '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
      ...times,
      ...(place === 'segment' ? sent : { subsegments: [{ ...inner, ...sent }] }),
    }),
  )
  const span = place === 'segment' ? digest?.span : digest?.span.children[0]
  if (span === undefined) throw new Error('the document was not admitted')
  return (['error', 'throttle', 'fault'] as const).filter((flag) => span[flag]).join(' ')
}

describe('the flags of a call', () => {
  test.each<Case>([
    { says: 'nothing sent, no status', sent: {}, flags: '' },
    { says: 'a status under 400', sent: { http: { response: { status: 302 } } }, flags: '' },
    { says: 'a status 4xx', sent: { http: { response: { status: 404 } } }, flags: 'error' },
    { says: 'status 429', sent: { http: { response: { status: 429 } } }, flags: 'error throttle' },
    { says: 'a status 5xx', sent: { http: { response: { status: 503 } } }, flags: 'fault' },
    { says: 'a status as a string', sent: { http: { response: { status: '503' } } }, flags: 'fault' },
    {
      says: 'a flag beside another status',
      sent: { fault: true, http: { response: { status: 404 } } },
      flags: 'fault',
    },
    { says: 'a false flag beside a status', sent: { error: false, http: { response: { status: 500 } } }, flags: '' },
    { says: 'a flag that is no boolean', sent: { fault: 'true', http: { response: { status: 404 } } }, flags: 'error' },
    { says: 'several flags', sent: { error: true, throttle: true, fault: true }, flags: 'error throttle fault' },
    {
      says: 'a throttling exception, as the Python SDK sends it',
      sent: { error: true, fault: true, http: { response: { status: 400 } }, cause: throttling },
      flags: 'error throttle fault',
    },
    { says: 'a throttling exception without flags', sent: { cause: throttling }, flags: 'error throttle' },
    { says: 'a throttling exception and throttle false', sent: { throttle: false, cause: throttling }, flags: '' },
    {
      says: 'an exception of Java 1',
      sent: { cause: general('com.amazonaws.services.dynamodbv2.model.ProvisionedThroughputExceededException', '') },
      flags: 'error throttle',
    },
    {
      says: 'an exception of Ruby',
      sent: { cause: general('Aws::DynamoDB::Errors::ThrottlingException', '') },
      flags: 'error throttle',
    },
    {
      says: 'an exception of Go',
      sent: { cause: general('*types.TooManyRequestsException', '') },
      flags: 'error throttle',
    },
    {
      says: "botocore's general error",
      sent: { cause: general('ClientError', 'An error occurred (SlowDown) when calling the PutObject operation') },
      flags: 'error throttle',
    },
    {
      says: "Java's general error",
      sent: {
        cause: general(
          'com.amazonaws.AmazonServiceException',
          'Rate exceeded (Service: AmazonECS; Status Code: 400; Error Code: ThrottlingException; Request ID: 1)',
        ),
      },
      flags: 'error throttle',
    },
    {
      says: "Go's general error",
      sent: {
        cause: general('*smithy.OperationError', 'operation error ECS: ListTasks, api error ThrottlingException: x'),
      },
      flags: 'error throttle',
    },
    { says: 'a quota of things', sent: { cause: general('LimitExceededException', '') }, flags: '' },
    { says: 'a message that merely names it', sent: { cause: general('Error', 'ThrottlingException') }, flags: '' },
  ])('$says → "$flags"', ({ sent, flags }) => {
    expect(flagsOf(sent, 'call')).toBe(flags)
  })
})

describe('the flags of what only passes an exception on', () => {
  test.each(['segment', 'local'] as const)('a %s at fault is not throttled by its exception', (place) => {
    expect(flagsOf({ fault: true, cause: throttling }, place)).toBe('fault')
  })
})
