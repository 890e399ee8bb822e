import type { Random } from '../../bench/random.ts'
import { containers, print, type Tree, textTree, treeOf } from './tree.ts'

/** A text after something was done to it, and the names of what was done. */
export interface Mutation {
  readonly what: string
  readonly bytes: Buffer
}

/**
 * Does one to three things to a document's tree, and to one in four things to its bytes as well.
 *
 * @param largest about as many bytes as a mutation may add
 */
export function mutateDocument(document: unknown, random: Random, largest: number): Mutation {
  const tree = treeOf(document)
  const done: string[] = []
  do {
    const [what, mutate] = random.pick(treeMutations)
    mutate(tree, random, largest)
    done.push(what)
  } while (done.length < 3 && random.chance(0.3))
  const bytes = Buffer.from(print(tree))
  if (!random.chance(0.25)) return { what: done.join(', '), bytes }
  const spoilt = mutateBytes(bytes, random)
  return { what: `${done.join(', ')}, ${spoilt.what}`, bytes: spoilt.bytes }
}

/** Does one thing to bytes, whatever they say. */
export function mutateBytes(bytes: Buffer, random: Random): Mutation {
  const [what, mutate] = random.pick(byteMutations)
  return { what, bytes: mutate(bytes, random) }
}

type TreeMutation = readonly [what: string, mutate: (tree: Tree, random: Random, largest: number) => void]
type ByteMutation = readonly [what: string, mutate: (bytes: Buffer, random: Random) => Buffer]

const numerals = [
  ...['0', '-0', '-1', '1e400', '-1e400', '1e-400', '9007199254740993', '18446744073709551616', '-9223372036854775809'],
  ...['2147483648', '4294967296', '65536', '256', '0.1e1', '1E+2', '31536000', '31535999.999999', '4291747199.999999'],
  ...['4291747200', '1e308', '123456789012345678901234567890', '1795365709.1234567890123', '5e-324', '1795365709674'],
  ...['NaN', 'Infinity', '-', '01', '+1', '0x10', '1.', '.5', '1_000'],
] as const
const words = [
  ...[
    '',
    ' ',
    '\0',
    '\ufeff',
    '\ud83d',
    '\udc00x',
    '\ud83d\ude00',
    '__proto__',
    'constructor',
    'null',
    'NaN',
    '\uffff',
  ],
  ...[
    "'; drop table segments; --",
    '\\N',
    '\t',
    '\n',
    '\r\n',
    '{p:Int64}',
    '\u2028',
    '\u202eevil',
    '%s%n',
    '../../etc',
  ],
  ...['é', 'e\u0301', 'ﷺ', '"', '\\', '\\u0000', '1-00000000-000000000000000000000000', '0000000000000000'],
] as const
const keys = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', '4294967295', 'x.y', 'é', '\0', '\ud83d'],
  ...['id', 'trace_id', 'parent_id', 'start_time', 'end_time', 'in_progress', 'subsegments', 'type', 'annotations'],
  ...['http', 'request', 'response', 'status', 'cause', 'exceptions', 'aws', 'namespace', 'error', 'fault', 'throttle'],
] as const
const fillings = ['x', 'é', '\ud83d', '\\', '\0', '"', '\u0800', '\ud83d\ude00'] as const

function hostileValue(random: Random, largest: number): Tree {
  const many = random.chance(0.1) ? largest : Math.min(largest, 2000)
  switch (random.below(8)) {
    case 0:
    case 1:
      return textTree(random.pick(numerals))
    case 2:
    case 3:
      return treeOf(random.pick(words))
    case 4:
      return treeOf(random.pick([null, true, false, [], {}, [[]], [null]]))
    case 5:
      return treeOf(random.pick(fillings).repeat(1 + random.below(Math.ceil(many / 6))))
    case 6:
      return nested(random, many)
    default:
      return random.chance(0.5)
        ? { kind: 'array', items: Array.from({ length: random.below(many / 8) }, (_, n) => treeOf(n % 3 ? n : {})) }
        : {
            kind: 'object',
            members: Array.from({ length: random.below(many / 16) }, (_, n) => [`k.${n}`, treeOf(n)]),
          }
  }
}

const pairs: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['{"subsegments":[', ']}'],
  ['[[{"__proto__":', '}]]'],
]

function nested(random: Random, largest: number): Tree {
  const [open, close] = random.pick(pairs)
  const levels = Math.min(random.pick([3, 100, 505, 512, 513, 5000, 500_000]), largest / (open.length + close.length))
  return textTree(`${open.repeat(levels)}1${random.chance(0.1) ? '' : close.repeat(levels)}`)
}

function memberOf(tree: Tree, random: Random) {
  const objects = containers(tree).flatMap((one) => (one.kind === 'object' && one.members.length > 0 ? [one] : []))
  const object = objects[random.below(objects.length)]
  const at = random.below(object?.members.length ?? 0)
  return { object, at, member: object?.members[at] }
}

const treeMutations: readonly [TreeMutation, ...TreeMutation[]] = [
  [
    'a value of another kind',
    (tree, random, largest) => {
      const { member } = memberOf(tree, random)
      if (member !== undefined) member[1] = hostileValue(random, largest)
    },
  ],
  [
    'a field of the segment of another kind',
    (tree, random, largest) => {
      if (tree.kind !== 'object') return
      const member = tree.members[random.below(tree.members.length)]
      if (member !== undefined) member[1] = hostileValue(random, largest)
    },
  ],
  [
    'a missing key',
    (tree, random) => {
      const { object, at } = memberOf(tree, random)
      object?.members.splice(at, 1)
    },
  ],
  [
    'a key that was not asked for',
    (tree, random, largest) => {
      const { object, at } = memberOf(tree, random)
      object?.members.splice(at, 0, [random.pick(keys), hostileValue(random, largest)])
    },
  ],
  [
    'a key twice',
    (tree, random, largest) => {
      const { object, at, member } = memberOf(tree, random)
      if (member !== undefined) object?.members.splice(at, 0, [member[0], hostileValue(random, largest)])
    },
  ],
  [
    'a number at an edge',
    (tree, random) => {
      const { object } = memberOf(tree, random)
      const numbers = object?.members.filter(([, value]) => value.kind === 'text' && /^-?\d/.test(value.text)) ?? []
      const member = numbers[random.below(numbers.length)]
      if (member !== undefined) member[1] = textTree(random.pick(numerals))
    },
  ],
  [
    'an item again and again',
    (tree, random, largest) => {
      const arrays = containers(tree).flatMap((one) => (one.kind === 'array' && one.items.length > 0 ? [one] : []))
      const items = arrays[random.below(arrays.length)]?.items
      const item = items?.[0]
      if (items === undefined || item === undefined) return
      const most = (random.chance(0.2) ? largest : 4000) / print(item).length
      for (let n = random.below(Math.max(1, most)); n > 0; n -= 1) items.push(item)
    },
  ],
  [
    'many annotations',
    (tree, random, largest) => {
      if (tree.kind !== 'object') return
      const count = random.below((random.chance(0.1) ? largest : 4000) / 16)
      const key = random.pick(['k', 'a.b', 'é', '9', '__proto__'] as const)
      const members = Array.from({ length: count }, (_, n): [string, Tree] => [
        `${key}${n}`,
        treeOf(n % 2 ? n : `v${n}`),
      ])
      tree.members.push(['annotations', { kind: 'object', members }])
    },
  ],
  [
    'a subsegment that encloses its segment',
    (tree, random) => {
      if (tree.kind !== 'object') return
      const own = tree.members.find(([key]) => key === 'id')?.[1]
      if (own === undefined) return
      tree.members.push(['parent_id', own])
      if (random.chance(0.5)) tree.members.push(['type', treeOf('subsegment')])
    },
  ],
]

const spoilers = [
  ['NUL', [0]],
  ['a byte order mark', [0xef, 0xbb, 0xbf]],
  ['half a character', [0xe2, 0x82]],
  ['a byte that is in no character', [0xff]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['a surrogate in UTF-8', [0xed, 0xa0, 0xbd]],
  ['a brace', [0x7d]],
  ['a quote', [0x22]],
  ['a backslash', [0x5c]],
  ['a newline', [0x0a]],
  ['a tab', [0x09]],
] as const

const byteMutations: readonly [ByteMutation, ...ByteMutation[]] = [
  ['cut off', (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1))],
  ['without its beginning', (bytes, random) => bytes.subarray(random.below(Math.min(40, bytes.length)))],
  ['twice over', (bytes) => Buffer.concat([bytes, bytes])],
  ['nothing', () => Buffer.alloc(0)],
  ['in UTF-16', (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le')],
  ['behind spaces', (bytes, random) => Buffer.concat([Buffer.alloc(random.below(3000), ' '), bytes])],
  [
    'bytes changed',
    (bytes, random) => {
      const changed = Buffer.from(bytes)
      for (let n = 1 + random.below(4); n > 0 && changed.length > 0; n -= 1)
        changed[random.below(changed.length)] = random.below(256)
      return changed
    },
  ],
  ['a byte order mark before it', (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
  ...spoilers.map(
    ([what, spoiler]): ByteMutation => [
      `${what} within`,
      (bytes, random) => {
        const at = random.below(bytes.length + 1)
        return Buffer.concat([bytes.subarray(0, at), Buffer.from(spoiler), bytes.subarray(at)])
      },
    ],
  ),
]
