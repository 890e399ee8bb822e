import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { serviceNamed } from '../service-table.ts'
import { Balancer } from './balancer.ts'
import { Deployment } from './deployment.ts'

test('a service that ends while it starts is not said to be slow', async () => {
  const balancer = new Balancer()
  const deployment = new Deployment({
    service: serviceNamed('cartservice'),
    replicas: 1,
    source: { kind: 'instrumented' },
    launch: () => ({
      program: process.execPath,
      args: ['-e', 'process.exitCode = 1'],
      environment: {},
    }),
    balancer,
    respawn: { low: 100, high: 100 },
    random: seededRandom(1),
  })
  await expect(deployment.start()).rejects.toThrow('cartservice ended while it started.')
  await deployment.close()
  await balancer.close()
})
