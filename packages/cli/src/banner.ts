import { homedir } from 'node:os'

/** What a person needs next, once the server is up. */
export function bannerOf(
  server: { readonly host: string; readonly port: number },
  dataDir: string,
  configFile: string | undefined,
): string {
  const address = `${server.host.includes(':') ? `[${server.host}]` : server.host}:${server.port}`
  const url = server.port === 2000 ? '' : ` --url http://${address}`
  const home = homedir()
  const settings = configFile === undefined ? '' : ` Settings: ${configFile}`
  return `
Roentgen is ready on ${address}, UDP and TCP. Data: ${dataDir.startsWith(home) ? `~${dataDir.slice(home.length)}` : dataDir}${settings}

  The console                http://${address}/
  An app with an X-Ray SDK   AWS_XRAY_DAEMON_ADDRESS=${address}
  The AWS CLI and SDKs       --endpoint-url http://${address}
  A first trace              npx roentgen send --now docs/guides/first-trace.ndjson${url}
  The service map            npx roentgen map${url}
  Health, metrics            http://${address}/healthz  http://${address}/metrics

Ctrl-C stops it.`
}
