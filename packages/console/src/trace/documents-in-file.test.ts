import { describe, expect, test } from 'vitest'
import { readFile } from './documents-in-file.ts'

const trace_id = '1-6b031b4e-41cf7f587be6b9c4ad1d06a3'
const call = {
  id: '00000000000000a1',
  name: 'DynamoDB',
  namespace: 'aws',
  start_time: 1e9 + 0.5,
  end_time: 1e9 + 1,
  aws: { operation: 'GetItem', table_name: 'T' },
}
const segment = {
  trace_id,
  id: '00000000000000aa',
  name: 'shop',
  start_time: 1e9,
  end_time: 1e9 + 2,
  subsegments: [call],
}
const inferred = {
  trace_id,
  id: '00000000000000bb',
  name: 'Old',
  start_time: 1e9,
  end_time: 1e9,
  inferred: true,
  parent_id: call.id,
}
const other = { ...segment, trace_id: '1-6b031b4e-000000000000000000000001' }

describe('a file of documents is read', () => {
  test.each<[string, string]>([
    ['as one document', JSON.stringify(segment)],
    [
      'as this page downloads them',
      JSON.stringify({ Id: trace_id, Duration: 2, Segments: [segment, inferred] }, null, 2),
    ],
    [
      'as BatchGetTraces answers',
      JSON.stringify({ Traces: [{ Id: trace_id, Segments: [{ Id: 'x', Document: JSON.stringify(segment) }] }] }),
    ],
    ['as an array', JSON.stringify([segment])],
    ['as lines, datagram headers between them', `{"format": "json", "version": 1}\n${JSON.stringify(segment)}\n\n`],
  ])('%s', (_, text) => {
    const { traces, rejections } = readFile(text)
    expect(rejections).toEqual([])
    expect(traces.map(({ id }) => id)).toEqual([trace_id])
    expect(traces[0]?.documents.map(({ name, inferred: isInferred }) => [name, isInferred])).toEqual([
      ['shop', undefined],
      ['DynamoDB', true],
    ])
  })

  test('with every trace in it, the fullest first, and why documents were left out', () => {
    const later = { ...segment, id: '00000000000000cc', subsegments: [] }
    const { traces, rejections } = readFile(JSON.stringify([other, segment, later, { id: 7 }]))
    expect(traces.map(({ id }) => id)).toEqual([trace_id, other.trace_id])
    expect(rejections).toHaveLength(1)
  })

  test.each(['', 'no JSON', '7', '[]', '{"Traces":3}'])('and of %j there is nothing to show', (text) => {
    expect(readFile(text).traces).toEqual([])
  })
})
