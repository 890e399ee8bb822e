import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import { products } from '../products.ts'
import { productTableNode as productTable } from '../service-table.ts'

/** Units a second, as the lab's stack makes the table. */
const provisioned = { ReadCapacityUnits: 40, WriteCapacityUnits: 15 }

/** Makes the table and puts the nine products in it. */
export async function makeProductTable(dynamo: DynamoDBClient): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: productTable,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      ProvisionedThroughput: provisioned,
    }),
  )
  await active(dynamo)
  for (const { offer, ...product } of products)
    await dynamo.send(
      new PutItemCommand({
        TableName: productTable,
        Item: {
          ...Object.fromEntries(Object.entries(product).map(([name, value]) => [name, { S: value }])),
          currencyCode: { S: offer.currencyCode },
          price: { N: String(offer.price) },
        },
      }),
    )
}

/** UpdateTable, as the DynamoDB console does it; a capacity that it has already is no error here. */
export async function changeCapacity(
  dynamo: DynamoDBClient,
  wanted: { readonly read?: number | undefined; readonly write?: number | undefined },
): Promise<void> {
  const { ProvisionedThroughput: now } = await active(dynamo)
  const read = wanted.read ?? now?.ReadCapacityUnits
  const write = wanted.write ?? now?.WriteCapacityUnits
  if (read === now?.ReadCapacityUnits && write === now?.WriteCapacityUnits) return
  await dynamo.send(
    new UpdateTableCommand({
      TableName: productTable,
      ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write },
    }),
  )
  await active(dynamo)
}

async function active(dynamo: DynamoDBClient) {
  for (;;) {
    const { Table: table } = await dynamo.send(new DescribeTableCommand({ TableName: productTable }))
    if (table?.TableStatus === 'ACTIVE') return table
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
