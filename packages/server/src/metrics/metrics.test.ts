import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { dropsIn, kernelDrops } from './kernel-drops.ts'
import { prometheusText } from './prometheus.ts'

test('a metric is printed with its labels escaped', () => {
  const text = prometheusText([
    {
      name: 'roentgen_rejected_total',
      help: 'Rejected documents.',
      type: 'counter',
      samples: [{ labels: { source: 'udp', code: 'a"b\\c\nd' }, value: 3 }, { value: 0.5 }],
    },
  ])
  expect(text).toBe(
    '# HELP roentgen_rejected_total Rejected documents.\n# TYPE roentgen_rejected_total counter\n' +
      'roentgen_rejected_total{source="udp",code="a\\"b\\\\c\\nd"} 3\nroentgen_rejected_total 0.5\n',
  )
})

test("the kernel's drops are those of the sockets of the port", () => {
  const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  413: 0100007F:07D0 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0000000000000000 17
  414: 0100007F:07D1 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4712 2 0000000000000000 99
  415: 0200007F:07D0 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4713 2 0000000000000000 5
`
  expect(dropsIn(table, 2000)).toBe(22)
})

test.runIf(process.platform === 'linux')('a socket that nobody reads shows its drops', async () => {
  await using socket = Object.assign(createSocket('udp4'), {
    [Symbol.asyncDispose]: async function (this: ReturnType<typeof createSocket>) {
      this.close()
    },
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  expect(await kernelDrops(socket.address().port)).toBe(0)
})
