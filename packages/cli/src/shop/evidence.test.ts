import { services } from '@roentgen/shop'
import { describe, expect, test } from 'vitest'
import { adviceOn, evidenceOf } from './evidence.ts'

const node = (id: number, name: string, type: string, calls: readonly number[] = []) => ({
  ReferenceId: id,
  Name: name,
  Type: type,
  Edges: calls.map((callee) => ({ ReferenceId: callee })),
})
const order = services.find(({ name }) => name === 'orderservice')
if (!order) throw new Error('the shop has an orderservice')
const container = 'AWS::ECS::Container'
const around = [
  node(2, 'cartservice', container),
  node(3, 'catalogservice', 'remote'),
  node(4, 'SQS', 'AWS::SQS'),
  node(5, 'demostore-orderqueue', 'AWS::SQS::Queue'),
]

describe('what the map tells of orderservice', () => {
  test.each([
    { graph: [], arrived: false, missing: 4, advice: /openSegment\('orderservice'\)/ },
    // Without the SDK it is known from its caller alone.
    {
      graph: [node(1, 'orderservice', 'remote')],
      arrived: false,
      missing: 4,
      advice: /No segment named "orderservice"/,
    },
    { graph: [node(1, 'orderservice', 'client', [2])], arrived: false, missing: 4, advice: /No segment/ },
    { graph: [node(1, 'orderservice', container)], arrived: true, missing: 4, advice: /captureHTTPsGlobal/ },
    {
      graph: [node(1, 'orderservice', container, [2, 3]), ...around],
      arrived: true,
      missing: 2,
      advice: /SQS is missing. The code needs AWSXRay.captureAWSv3Client/,
    },
    // A segment without the container's plugin has no type.
    { graph: [node(1, 'orderservice', '', [2, 3, 4, 5]), ...around], arrived: true, missing: 0, advice: undefined },
  ])('$graph.length nodes: arrived $arrived, $missing calls missing', ({ graph, arrived, missing, advice }) => {
    const evidence = evidenceOf(order, graph)
    expect(evidence.arrived).toBe(arrived)
    expect(evidence.missing).toHaveLength(missing)
    const lines = adviceOn(order, evidence, 'node')
    if (advice) expect(lines.join('\n')).toMatch(advice)
    else expect(lines).toEqual([])
  })

  test('in Python the advice is in Python', () => {
    expect(adviceOn(order, { arrived: false, missing: [] }, 'python')[0]).toContain(
      'XRayMiddleware(app, xray_recorder)',
    )
    expect(adviceOn(order, { arrived: true, missing: ['SQS'] }, 'python')[0]).toContain('patch_all()')
  })
})
