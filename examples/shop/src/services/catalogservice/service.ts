// catalogservice: products, out of the DynamoDB table ProductCatalog.
import { type AttributeValue, DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { asynchronous, listen } from '@roentgen/shop/service'
import AWSXRay from 'aws-xray-sdk' // X-Ray
import express from 'express'

AWSXRay.config([AWSXRay.plugins.ECSPlugin]) // X-Ray

const table = 'ProductCatalog'
const dynamo = new DynamoDBClient({})
AWSXRay.captureAWSv3Client(dynamo) // X-Ray

const app = express()
app.use(AWSXRay.express.openSegment('catalogservice')) // X-Ray

app.get('/api/v1/healthz', (_request, response) => {
  response.send('OK')
})

app.get(
  '/api/v1/product/:id',
  asynchronous(async (request, response) => {
    const { id = '' } = request.params
    const { Item: item } = await dynamo.send(new GetItemCommand({ TableName: table, Key: { id: { S: id } } }))
    if (item) response.json(productOf(item))
    else response.status(404).json({ code: 404, status: `There is no product ${id}` })
  }),
)

app.get(
  '/api/v1/products',
  asynchronous(async (_request, response) => {
    const { Items: items = [] } = await dynamo.send(new ScanCommand({ TableName: table }))
    response.json(items.map(productOf))
  }),
)

app.use(AWSXRay.express.closeSegment()) // X-Ray
app.use(((error, _request, response, _next) => {
  response.status(500).json({ code: 500, status: error.message })
}) satisfies express.ErrorRequestHandler)

listen(app)

function productOf(item: Record<string, AttributeValue>) {
  return {
    id: item.id?.S,
    name: item.name?.S,
    description: item.description?.S,
    manufacturer: item.manufacturer?.S,
    category: item.category?.S,
    picture: item.picture?.S,
    offer: { currencyCode: item.currencyCode?.S, price: Number(item.price?.N) },
  }
}
