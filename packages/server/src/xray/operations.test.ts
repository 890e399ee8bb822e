import * as client from '@aws-sdk/client-xray'
import { expect, test } from 'vitest'
import { operationPaths } from './operations.ts'

const names = Object.keys(client)
  .filter((name) => /^[A-Z]\w+Command$/.test(name))
  .map((name) => name.slice(0, -'Command'.length))

test('the table has exactly the operations of the SDK', () => {
  expect(Object.keys(operationPaths).toSorted()).toEqual(names.toSorted())
})

test.each(Object.entries(operationPaths))('%s is sent to %s by the SDK', async (name, path) => {
  let sent: string | undefined
  const sender = new client.XRayClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: (request: { method: string; path: string }) => {
        sent = `${request.method} ${request.path}`
        return Promise.reject(new Error('not sent'))
      },
    },
    maxAttempts: 1,
  })
  const Command: unknown = Reflect.get(client, `${name}Command`)
  if (typeof Command !== 'function') throw new Error(`${name}Command is not a class`)
  await expect(sender.send(Reflect.construct(Command, [{}]))).rejects.toThrow()
  expect(sent).toBe(`POST ${path}`)
})
