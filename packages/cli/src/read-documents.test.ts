import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { readDocuments } from './read-documents.ts'

const a = '{"id":"a","start_time":1.0}'
const b = '{"id":"b"}'
const header = '{"format":"json","version":1}'

const cases: readonly { what: string; text: string; documents: readonly string[] }[] = [
  { what: 'one document a line, spelt as sent', text: `${a}\n${b}\n`, documents: [a, b] },
  { what: 'no newline at the end, blank lines, CRLF', text: `${a}\r\n\r\n${b}`, documents: [a, b] },
  { what: 'one document over several lines', text: '{\n  "id": "a"\n}\n', documents: ['{\n  "id": "a"\n}\n'] },
  { what: 'an array', text: `[\n${a},\n${b}]`, documents: ['{"id":"a","start_time":1}', b] },
  { what: 'an array on one line', text: `[${b}]`, documents: [b] },
  { what: 'a capture with datagrams', text: JSON.stringify({ n: 1, datagram: `${header}\n${a}` }), documents: [a] },
  { what: 'a capture with documents', text: `{"n":1,"document":${b}}`, documents: [b] },
  { what: 'a capture with documents as text', text: JSON.stringify({ document: a }), documents: [a] },
  { what: 'datagrams with their header line', text: `${header}\n${a}\n${header}\n${b}`, documents: [a, b] },
  { what: 'a PutTraceSegments request', text: JSON.stringify({ TraceSegmentDocuments: [a, b] }), documents: [a, b] },
  {
    what: 'a line that is not JSON, for the server to reject by name',
    text: `${a}\n{"id":\n`,
    documents: [a, '{"id":'],
  },
]

describe('send reads', () => {
  test.each(cases)('$what', async ({ text, documents }) => {
    expect(await read(text)).toEqual(documents)
  })

  test.each([
    ['', 'it is empty'],
    ['hello\nworld', 'neither its first line nor the whole is JSON'],
  ])('and refuses %j', async (text, why) => {
    await expect(read(text)).rejects.toThrow(why)
  })
})

async function read(text: string): Promise<string[]> {
  const documents: string[] = []
  for await (const document of readDocuments(Readable.from([text]), 'example')) documents.push(document)
  return documents
}
