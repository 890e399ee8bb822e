// Loaded before every Node process of the shop (`node --import`), so that the services themselves read as they would in
// a cluster: they call `http://cartservice/…` and know nothing of ports, of one machine, or of who started them.
import http from 'node:http'
import { clusterAgent, type Names } from './cluster-agent.ts'

http.globalAgent = clusterAgent(JSON.parse(process.env.SHOP_NAMES ?? '{}') as Names)

// Whoever started this process holds the other end of its standard input; when that closes, however it came to that,
// nobody is left to end this process.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0))
process.stdin.resume()
