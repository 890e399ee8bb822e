import { describe, expect, test } from 'vitest'
import { RejectedDocuments } from './rejected-documents.ts'

const document = (code: string, excerpt = '') => ({ time: 1, source: 'udp' as const, code, reason: 'why', excerpt })

describe('the rejected documents', () => {
  test('are kept newest first, the oldest forgotten, and all counted', () => {
    const rejected = new RejectedDocuments(3)
    for (const code of ['a', 'b', 'c', 'd', 'd']) rejected.add(document(code))
    expect(rejected.list().map(({ code }) => code)).toEqual(['d', 'd', 'c'])
    expect(rejected.counts).toEqual([
      { source: 'udp', code: 'a', count: 1 },
      { source: 'udp', code: 'b', count: 1 },
      { source: 'udp', code: 'c', count: 1 },
      { source: 'udp', code: 'd', count: 2 },
    ])
  })

  test('keep a bounded excerpt', () => {
    const rejected = new RejectedDocuments()
    rejected.add(document('a', 'x'.repeat(5000)))
    expect(rejected.list()[0]?.excerpt).toHaveLength(1000)
  })
})
