// A process of its own, as other people's questions are: it parses megabytes of answers while the proof measures.
import { ask, xrayClient } from '../bench/xray-client.ts'

const [url = ''] = process.argv.slice(2)
const client = xrayClient(url, 1)
const end = Date.now() / 1000
let isAsking = true
process.once('message', () => {
  isAsking = false
})

/** Maps of odd windows, which no row of the map answers, and lists by any overlap, until a message comes. */
while (isAsking) {
  const window = { StartTime: end - 7200 + Math.random(), EndTime: end + Math.random() }
  await ask(client, '/ServiceGraph', window)
  process.send?.('asked')
  await ask(client, '/TraceSummaries', { ...window, TimeRangeType: 'Event' })
}
client.close()
process.disconnect()
