// imageservice: pictures of products and of the shop, in the size that is asked for.

import { listen } from '@roentgen/shop/service'
import AWSXRay from 'aws-xray-sdk' // X-Ray
import express from 'express'
import { drawMissing, drawPicture } from './picture.ts'

AWSXRay.config([AWSXRay.plugins.ECSPlugin]) // X-Ray

const app = express()
app.use(AWSXRay.express.openSegment('ImageService')) // X-Ray

app.get('/healthz', (_request, response) => {
  response.send('OK')
})

app.get(/^\/(products|visuals)-([^/]+)$/, (request, response) => {
  const { 0: folder = '', 1: file = '' } = request.params
  const { width, height, filter } = request.query
  const resize = AWSXRay.getSegment()?.addNewSubsegment('ImageResize') // X-Ray
  const size = { width: pixels(width), height: pixels(height) ?? (width === undefined ? 400 : undefined) }
  const picture = drawPicture(folder, file.replace(/\.\w+$/, ''), size, filter !== undefined)
  resize?.close() // X-Ray
  if (picture === undefined) throw new Error(`There is no picture ${folder}-${file}`)
  response.type('image/svg+xml').send(picture)
})

app.use(AWSXRay.express.closeSegment()) // X-Ray
// As in the original shop: a customer sees an error picture with status 200, the trace says that it was a fault.
app.use(((_error, _request, response, _next) => {
  response.type('image/svg+xml').send(drawMissing())
}) satisfies express.ErrorRequestHandler)

listen(app)

function pixels(text: unknown): number | undefined {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 && number <= 4000 ? number : undefined
}
