// orderservice: takes orders; each goes to an SQS queue, and the id of its message is the number of the order.
import http from 'node:http' // X-Ray
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { asynchronous, call, listen } from '@roentgen/shop/service'
import AWSXRay from 'aws-xray-sdk' // X-Ray
import express from 'express'

AWSXRay.config([AWSXRay.plugins.ECSPlugin]) // X-Ray
AWSXRay.captureHTTPsGlobal(http, true) // X-Ray

const cart = `http://${process.env.CART_ENDPOINT}/api/v1`
const catalog = `http://${process.env.CATALOG_ENDPOINT}/api/v1`
const queue = process.env.ORDER_QUEUE ?? 'demostore-orderqueue'
const sqs = new SQSClient({})
AWSXRay.captureAWSv3Client(sqs) // X-Ray

const needed = 'name email address country state zip city paymentMethod cart_id user_id'.split(' ')

const app = express()
app.use(AWSXRay.express.openSegment('orderservice')) // X-Ray
app.use(express.json())

app.get('/api/v1/healthz', (_request, response) => {
  response.send('OK')
})

app.post(
  '/api/v1/order',
  asynchronous(async (request, response) => {
    const order = request.body as Record<string, unknown>
    const missing = needed.filter((field) => order[field] === undefined)
    if (missing.length > 0) throw new Error(`The order lacks ${missing.join(', ')}`)
    const { status, body } = await call<{ items?: string[] }>(
      `${cart}/cart/${encodeURIComponent(`${order.cart_id}`)}`,
      {
        timeout: 1000,
      },
    )
    if (status !== 200) throw new Error(`cartservice answered ${status}`)
    if (!body.items?.length) throw new Error('The cart is empty')
    const items: object[] = []
    for (const id of body.items) {
      const product = await call<object>(`${catalog}/product/${id}`, { timeout: 1000 })
      if (product.status !== 200) throw new Error(`catalogservice answered ${product.status} for product ${id}`)
      items.push(product.body)
    }
    const data = { ...order, items }
    const { QueueUrls: [url] = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: queue }))
    const sent = await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(data) }))
    response.json({ order_id: sent.MessageId, code: 200, status: 'Order accepted', data })
  }),
)

app.use(AWSXRay.express.closeSegment()) // X-Ray
app.use(((error, _request, response, _next) => {
  response.status(500).json({ order_id: '', code: 500, status: error.message })
}) satisfies express.ErrorRequestHandler)

listen(app)
