import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { ActiveTraces } from '../active-traces.ts'
import { acknowledged, receive, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine } from '../fixtures/engine.ts'
import { WriteAhead } from '../write-ahead/write-ahead.ts'
import { Loader } from './loader.ts'

const noon = 1_732_000_000_000_000 as Micros
const room = 512 * 1024 * 1024

test.runIf(process.platform === 'linux')(
  'while the engine hangs, which fails nothing for minutes, datagrams have all the room',
  async () => {
    await using engine = await startTestEngine()
    await using store = await engine.openStore()
    const directory = await mkdtemp(join(tmpdir(), 'roentgen-hanging-'))
    const { pid } = engine
    if (pid === undefined) throw new Error('the engine has no process')
    try {
      await using writeAhead = await WriteAhead.open({ dir: directory, server: 0, room })
      const active = new ActiveTraces({ now: () => noon })
      await using loader = new Loader({ store, writeAhead, active, quarantineDir: join(directory, 'quarantine') })
      using _ = { [Symbol.dispose]: () => process.kill(pid, 'SIGCONT') }
      loader.start()
      await receive(writeAhead, active, [acknowledged(segment(trace(1), { id: 1, at: noon }), noon)])
      await loader.flush()
      expect(writeAhead.limits.udp).toBeLessThan(room)
      process.kill(pid, 'SIGSTOP')
      await receive(writeAhead, active, [acknowledged(segment(trace(2), { id: 2, at: noon }), noon)])
      await expect.poll(() => writeAhead.limits.udp, { timeout: 20_000 }).toBe(room)
      expect(loader.counters().retries).toBe(0)
      process.kill(pid, 'SIGCONT')
      await loader.flush()
      expect(writeAhead.limits.udp).toBeLessThan(room)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  },
  60_000,
)
