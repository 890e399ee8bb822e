// recommenderservice: three products that go with a product. Which ones is drawn when the process starts.
import http from 'node:http' // X-Ray
import { asynchronous, call, listen } from '@roentgen/shop/service'
import AWSXRay from 'aws-xray-sdk' // X-Ray
import express from 'express'

AWSXRay.config([AWSXRay.plugins.ECSPlugin]) // X-Ray
AWSXRay.captureHTTPsGlobal(http, true) // X-Ray

const catalog = `http://${process.env.CATALOG_ENDPOINT}/api/v1`
const products = [
  ...['3377807835348', '0983976883313', '5147991444866', '6392888360364', '1051094507639'],
  ...['6464865908071', '3103748076140', '4618701513994', '3480077496703'],
]
const recommendations = new Map(products.map((id) => [id, drawn(3)]))

const app = express()
app.use(AWSXRay.express.openSegment('recommenderservice')) // X-Ray

app.get('/api/v1/healthz', (_request, response) => {
  response.send('OK')
})

app.get(
  '/api/v1/recommender/:id',
  asynchronous(async (request, response) => {
    const found: object[] = []
    for (const id of recommendations.get(request.params.id ?? '') ?? []) {
      const { status, body } = await call<object>(`${catalog}/product/${id}`, { timeout: 1000 })
      if (status === 200) found.push(body)
    }
    if (found.length > 0) response.json({ recommendations: found, status: 200 })
    else response.status(404).json({ recommendations: {}, status: 404 })
  }),
)

app.use(AWSXRay.express.closeSegment()) // X-Ray
app.use(((error, _request, response, _next) => {
  response.status(500).json({ code: 500, status: error.message })
}) satisfies express.ErrorRequestHandler)

listen(app)

function drawn(count: number): string[] {
  const left = [...products]
  return Array.from({ length: count }, () => left.splice(Math.floor(Math.random() * left.length), 1)[0] ?? '')
}
