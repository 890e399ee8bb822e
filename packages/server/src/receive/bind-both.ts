import { StartError, startErrors } from '../errors.ts'

export type BindOutcome = { readonly port: number } | { readonly problem: string }
export type Bind = (port: number) => Promise<BindOutcome>

/** A free number for one protocol need not be free for the other. */
const attempts = 50

/**
 * Binds UDP and TCP to one number; for port 0 to one that is free for both.
 *
 * @throws StartError that names the protocol and what to do.
 */
export async function bindBoth(
  address: { readonly host: string; readonly port: number },
  tcp: Bind,
  udp: Bind,
  releaseTcp: () => Promise<void>,
): Promise<number> {
  const { host, port } = address
  for (let attempt = 0; attempt < attempts; attempt++) {
    const first = await tcp(port)
    if ('problem' in first) throw refused(host, port, 'TCP', first.problem)
    const second = await udp(first.port)
    if (!('problem' in second)) return first.port
    await releaseTcp()
    if (port !== 0 || second.problem !== 'EADDRINUSE') throw refused(host, first.port, 'UDP', second.problem)
  }
  throw new StartError(startErrors.noFreePort(host, attempts))
}

function refused(host: string, port: number, protocol: 'TCP' | 'UDP', problem: string): StartError {
  if (problem === 'EADDRINUSE') return new StartError(startErrors.portTaken(host, port, protocol))
  return new StartError(startErrors.cannotListen(host, port, protocol, problem))
}
