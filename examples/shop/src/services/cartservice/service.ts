// cartservice: the products in each customer's cart, a Redis set a cart.
import http from 'node:http' // X-Ray
import { asynchronous, call, listen, openRedis } from '@roentgen/shop/service'
import AWSXRay from 'aws-xray-sdk' // X-Ray
import express from 'express'

AWSXRay.config([AWSXRay.plugins.ECSPlugin]) // X-Ray
AWSXRay.captureHTTPsGlobal(http, true) // X-Ray

const catalog = `http://${process.env.CATALOG_ENDPOINT}/api/v1`
const redis = openRedis(process.env.REDIS_ENDPOINT ?? 'redis://127.0.0.1:6379/0')

const app = express()
app.use(AWSXRay.express.openSegment('cartservice')) // X-Ray
app.use(express.json())

app.get('/api/v1/healthz', (_request, response) => {
  response.send('OK')
})

app.get(
  '/api/v1/cart/:id',
  asynchronous(async (request, response) => {
    const items = await redis.command('SMEMBERS', `${request.params.id}`)
    response.json({ items, size: Array.isArray(items) ? items.length : 0 })
  }),
)

app.post(
  '/api/v1/cart',
  asynchronous(async (request, response) => {
    const { product_id: product, cart_id: cart } = request.body as { product_id?: unknown; cart_id?: unknown }
    if (typeof product !== 'string' || typeof cart !== 'string')
      return response.status(400).json({ code: 400, status: 'product_id and cart_id are needed' })
    const found = await call(`${catalog}/product/${encodeURIComponent(product)}`, { timeout: 1000 })
    if (found.status !== 200) return response.status(404).json({ code: 404, status: `There is no product ${product}` })
    const added = await redis.command('SADD', cart, product)
    response.json({ message: added === 1 ? 'Product added to the cart' : 'Product was in the cart', status: 200 })
  }),
)

app.delete(
  '/api/v1/cart/:id',
  asynchronous(async (request, response) => {
    await redis.command('DEL', `${request.params.id}`)
    response.json({ message: 'Cart deleted', status: 200 })
  }),
)

app.use(AWSXRay.express.closeSegment()) // X-Ray
app.use(((error, _request, response, _next) => {
  response.status(500).json({ code: 500, status: error.message })
}) satisfies express.ErrorRequestHandler)

listen(app)
