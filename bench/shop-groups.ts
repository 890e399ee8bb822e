import type { Store } from '@roentgen/store'
import type { Micros } from '@roentgen/trace'

/** 25 filters of the kinds that people make groups of, over the bench's shop: a state, a service, a call, a customer, a value. */
const expressions = [
  'fault = true',
  'error = true OR throttle = true',
  'responsetime > 0.3',
  'service() { fault }',
  'user BEGINSWITH "user-1"',
  'annotation[tier] = 2',
  'annotation[ProductID] > 90000',
  'http.url CONTAINS "/books/"',
  'http.url CONTAINS "/checkout" AND http.status = 200',
  'group.name = "group-0" AND responsetime > 0.1',
  ...Array.from({ length: 5 }, (_, n) => `service("web-${n}") { fault OR error OR responsetime > 0.2 }`),
  ...Array.from({ length: 5 }, (_, n) => `service("shop-${20 + n}")`),
  ...Array.from({ length: 5 }, (_, n) => `edge("web-${n}", "shop-${20 + n * 3}")`),
]

export function shopGroups(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    name: `group-${n}`,
    arn: `arn:aws:xray:us-east-1:000000000000:group/group-${n}/BENCH`,
    expression: expressions[n % expressions.length],
  }))
}

/** Makes so many groups in a store of which no server runs; they hold from `earliest` on. */
export async function makeShopGroups(store: Pick<Store, 'groups'>, count: number, earliest: Micros): Promise<void> {
  const groups = shopGroups(count)
  const settings = groups.map(({ name, ...value }) => {
    return { kind: 'group' as const, name, value: JSON.stringify(value) }
  })
  await store.groups.change({ settings, groups, all: groups, earliest })
}
