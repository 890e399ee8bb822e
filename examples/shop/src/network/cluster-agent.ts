import http from 'node:http'

/** Host name → port on 127.0.0.1 of the balancer that answers for it. */
export type Names = Readonly<Record<string, number>>

/**
 * Connects known names to their balancers and everything else as usual. Only the connection differs: the request, its
 * Host header and whatever an SDK records of it carry the name.
 */
export function clusterAgent(names: Names): http.Agent {
  // Connections are not kept: one that its peer closes just then would look like a failure of the service.
  const agent = new http.Agent({ keepAlive: false })
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const host = String(options.host ?? '')
    const port = Object.hasOwn(names, host) ? names[host] : undefined
    return connect(port === undefined ? options : { ...options, host: '127.0.0.1', port }, callback)
  }
  return agent
}
