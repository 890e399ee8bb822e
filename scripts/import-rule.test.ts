import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { offendingImports } from './import-rule.js'
import { root } from './prepare.js'

const cases: readonly { room: string; source: string; why?: string }[] = [
  { room: 'store', source: `import { parseTraceId } from '@roentgen/trace'` },
  { room: 'store', source: `import type { Engine } from '@roentgen/embedded'`, why: 'store may not import embedded' },
  { room: 'store', source: `export * from '@roentgen/server'`, why: 'store may not import server' },
  { room: 'store', source: `export const cli = await import('@roentgen/cli')`, why: 'store may not import cli' },
  { room: 'embedded', source: `import '@roentgen/trace'`, why: 'embedded may not import trace' },
  { room: 'cli', source: `import '@roentgen/server'; import 'node:fs'; import { Command } from 'commander'` },
  { room: 'cli', source: `import 'left-pad'`, why: 'left-pad is not among the dependencies of cli' },
  { room: 'cli', source: `import x from '@aws-sdk/client-xray'`, why: '@aws-sdk/client-xray is not among' },
  { room: 'cli', source: `import '@roentgen/trace/dist/ids.js'`, why: 'reaches inside trace' },
  { room: 'cli', source: `import '../../trace/src/ids.ts'`, why: 'leaves the room cli' },
  { room: 'trace', source: `import './ids.ts'` },
  { room: 'cli', source: `import './fixtures/until.ts'`, why: 'serves tests alone' },
  { room: 'cli', source: `import './example.builder.ts'`, why: 'serves tests alone' },
  { room: 'trace', source: `import { createHash } from 'node:crypto'`, why: 'trace is pure' },
  { room: 'shop', source: `import '@roentgen/shop/service'; import express from 'express'` },
  { room: 'shop', source: `import '@roentgen/trace'`, why: 'shop may not import trace' },
  { room: 'attic', source: ``, why: 'the room "attic" is not in' },
]

describe('the import rule', () => {
  test.each(cases)('$room: $source → $why', ({ room, source, why }) => {
    const offences = offendingImports(
      root,
      join(root, room === 'shop' ? 'examples' : 'packages', room, 'src', 'example.ts'),
      source,
    )
    if (why === undefined) expect(offences).toEqual([])
    else expect(offences).toEqual([expect.objectContaining({ why: expect.stringContaining(why) })])
  })

  test('an offence names its line', () => {
    const source = `import './a.ts'\n\nimport '@roentgen/server'\n`
    expect(offendingImports(root, join(root, 'packages/store/src/example.ts'), source)).toMatchObject([{ line: 3 }])
  })
})
