import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerProcess, startServerProcess } from '../bench/server-process.ts'
import { type XrayClient, xrayClient } from '../bench/xray-client.ts'
import type { ProofReport } from './proof.ts'
import { errorsIn } from './verified.ts'

/** Runs a proof against a server of its own on an empty directory; its end and its log are part of what must hold. */
export async function withServer<Report extends ProofReport>(
  prove: (server: ServerProcess, client: XrayClient) => Promise<Report>,
): Promise<Report> {
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-endure-'))
  const server = await startServerProcess(dataDir)
  const client = xrayClient(server.url, 32)
  try {
    const report = await prove(server, client)
    const failures = [...report.failures, ...errorsIn(server.log)]
    const status = await server.stop()
    if (status !== 0) failures.push(`SIGTERM ended the server with ${status}`)
    return { ...report, failures }
  } finally {
    client.close()
    server.child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
