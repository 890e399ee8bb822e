import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

test('a server that runs from a bundle goes on when a build replaces it', async () => {
  const checkout = await mkdtemp(join(tmpdir(), 'roentgen-replaced-'))
  const bundle = join(checkout, 'packages/cli/bundle')
  for (const part of ['bundle', 'package.json'])
    await cp(join(root, 'packages/cli', part), join(checkout, 'packages/cli', part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'))
  const options = ['--port', '0', '--json', '--log-level', 'error', '--data-dir', join(checkout, 'data')]
  const server = spawn(process.execPath, [join(bundle, 'main.js'), 'serve', ...options])
  server.stderr.resume()
  const exited = once(server, 'exit')
  try {
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
    const { port }: { port: number } = JSON.parse(line)
    await rm(bundle, { recursive: true })
    const refused = await fetch(`http://127.0.0.1:${port}/TraceSegments`, {
      method: 'POST',
      body: '{"TraceSegmentDocuments":"none"}',
    })
    expect(refused.status).toBe(400)
    server.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  } finally {
    server.kill('SIGKILL')
    await exited
    await rm(checkout, { recursive: true, maxRetries: 5, retryDelay: 100 })
  }
  // A start, a stop and a copy: their budgets times five.
}, 30_000)
