import { createServer, type RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { openBrowser } from '../../load/browser.ts'
import { listenLocally } from '../../network/listen-locally.ts'
import { compiled } from '../../package-root.ts'
import { startRedisStandIn } from '../../redis/server.ts'
import { Child, nodeProgram } from '../../supervise/child.ts'
import { freePort } from '../../supervise/free-port.ts'

async function answering(listener: RequestListener) {
  const server = createServer(listener)
  return { port: await listenLocally(server, 0), close: () => server.close() }
}

test('an order that was taken is shown, and not placed twice, when the cart cannot be emptied', async () => {
  let taken = 0
  const orders = await answering((_incoming, outgoing) => {
    taken += 1
    outgoing.end(JSON.stringify({ code: 200, order_id: `order-${taken}`, status: 'Order accepted' }))
  })
  const cart = await answering((incoming) => incoming.socket.destroy())
  const redis = await startRedisStandIn(0)
  const port = await freePort()
  const frontend = new Child(
    nodeProgram(compiled('services/frontend/service.js'), {
      PORT: `${port}`,
      SHOP_NAMES: JSON.stringify({ orderservice: orders.port, cartservice: cart.port }),
      ORDER_ENDPOINT: 'orderservice',
      CART_ENDPOINT: 'cartservice',
      REDIS_ENDPOINT: `redis://127.0.0.1:${redis.port}`,
      // Nobody is there.
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${await freePort()}`,
    }),
  )
  try {
    const browser = openBrowser(`http://127.0.0.1:${port}`)
    const deadline = Date.now() + 10_000
    while ((await browser.get('/static').catch(() => undefined))?.status !== 200) {
      if (Date.now() > deadline || !frontend.isAlive) throw new Error(frontend.log.join('\n'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await browser.post('/cart/checkout', { name: 'A' })
    const page = await browser.post('/cart/order', {})
    expect(page).toMatchObject({ status: 200, html: expect.stringContaining('order-1') })
    await browser.post('/cart/order', {})
    expect(taken).toBe(1)
  } finally {
    await frontend.stop()
    for (const server of [orders, cart, redis]) server.close()
  }
})
