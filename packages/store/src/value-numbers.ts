import { codecs } from './migrations/codecs.ts'
import { materialized } from './migrations/materialized-columns.ts'
import { type BuiltInKey, type CountedKey, everyAnnotation, type TraceValues, valuesOf } from './trace-values.ts'

// What stands in the columns of numbers was made with this SQL: to change it is a migration that makes them again.

/**
 * Which key a number of a value is of: its highest byte. Below it are 56 bits of a hash. The two highest bits are left to
 * questions.
 */
const tags: Readonly<Record<BuiltInKey | 'every annotation' | 'false annotation', number>> = {
  url: 1,
  status: 2,
  method: 3,
  clientip: 4,
  useragent: 5,
  user: 6,
  instance: 7,
  arn: 8,
  zone: 9,
  service: 10,
  entrypoint: 11,
  annotation: 12,
  'rootcause.fault': 13,
  'rootcause.error': 14,
  'rootcause.responsetime': 15,
  'rootcause.fault.message': 16,
  'rootcause.error.message': 17,
  'every annotation': 18,
  /** The key of a boolean that is false, which no filter finds by the key alone. */
  'false annotation': 19,
}

/** Of the number that stands for `present_keys` in shapes. */
export const presentTag = 20

type NumberedKey = Extract<CountedKey, string>

/** Values of one annotation have the numbers of every annotation's. */
export function tagOf(key: CountedKey): number {
  return tags[typeof key === 'string' ? key : 'every annotation']
}

/** Keys by the column that has the numbers of their values, each once. */
const families = {
  http_numbers: ['url', 'status', 'method', 'clientip', 'useragent'],
  segment_numbers: ['user', 'instance', 'arn', 'zone'],
  service_numbers: ['service', 'entrypoint'],
  cause_numbers: [
    'rootcause.fault',
    'rootcause.error',
    'rootcause.responsetime',
    'rootcause.fault.message',
    'rootcause.error.message',
  ],
} as const satisfies Record<string, readonly BuiltInKey[]>

/** The number of a value `x` of {@link TraceValues}. */
export function numberSql(tag: number, { hashed }: Pick<TraceValues, 'hashed'>): string {
  return `bitOr(bitShiftRight(cityHash64(${hashed}), 8), bitShiftLeft(toUInt64(${tag}), 56))`
}

function numbersSql(key: NumberedKey): string {
  const values = valuesOf(key)
  return `arrayMap(x -> ${numberSql(tagOf(key), values)}, ${values.elements})`
}

function distinctSql(keys: readonly NumberedKey[]): string {
  return `arrayDistinct(arrayConcat(${keys.map(numbersSql).join(', ')}))`
}

const isFalse = `x.2 = 'boolean' and x.4 = 0`
const annotationKeys = `arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(if(${isFalse}, toUInt64(${tags['false annotation']}), toUInt64(${tags.annotation})), 56)), ${everyAnnotation.elements})`
const firsts = `arrayEnumerateUniq(${numbersSql('every annotation')})`

const lists = [...Object.keys(families), 'annotation_keys', 'annotation_numbers']

/** Columns of numbers: name, type, and how the engine makes them from the lists of a row. */
export const numberColumnTypes = [
  ...Object.entries(families).map(([column, keys]) => [column, 'Array(UInt64)', distinctSql(keys)] as const),
  // Of each distinct annotation its key, and key and value.
  ['annotation_keys', 'Array(UInt64)', `arrayFilter((x, n) -> n = 1, ${annotationKeys}, ${firsts})`],
  ['annotation_numbers', 'Array(UInt64)', distinctSql(['every annotation'])],
  // Of which keys the trace has values: a bit for each tag.
  [
    'present_keys',
    'UInt32',
    `arrayReduce('groupBitOr', arrayMap(x -> bitShiftLeft(toUInt32(1), bitShiftRight(x, 56)), arrayConcat(${lists.join(', ')})))`,
  ],
] as const

/**
 * As they stand where a table is made or altered. LZ4: hashes hardly compress, and every question unpacks all of them. Only services come in
 * the same lists again and again.
 */
export const numberColumns = numberColumnTypes.flatMap((column) =>
  materialized([column], column[0] === 'service_numbers' ? codecs.repeated : 'LZ4'),
)

/** The lowest 56 bits. */
const hash = '72057594037927935'

/** The numbers of a trace's values of a key; an annotation's key is bound as `{annotation_key:String}`. */
export function ownNumbersSql(key: CountedKey): string {
  if (typeof key !== 'string')
    return `arrayFilter((x, y) -> bitAnd(y, ${hash}) = bitShiftRight(cityHash64({annotation_key:String}), 8), annotation_numbers, annotation_keys)`
  if (key === 'every annotation') return 'annotation_numbers'
  const [column = ''] = Object.entries(families).find(([, keys]) => keys.some((own) => own === key)) ?? [
    'arrayDistinct(annotation_keys)',
  ]
  return `arrayFilter(x -> bitShiftRight(x, 56) = ${tags[key]}, ${column})`
}

/** The numbers of a trace's values of any of these keys, each once in all of these lists. */
export function numberListsSql(keys: readonly NumberedKey[]): readonly string[] {
  const asked = Object.entries(families).flatMap(([column, own]) => {
    const found = own.filter((key) => keys.includes(key))
    if (found.length === 0) return []
    if (found.length === own.length) return [column]
    return [`arrayFilter(x -> bitShiftRight(x, 56) in (${found.map((key) => tags[key]).join(', ')}), ${column})`]
  })
  const others = (['annotation', 'every annotation'] as const).filter((key) => keys.includes(key)).map(ownNumbersSql)
  return [...asked, ...others]
}

/** The columns that have the numbers of these keys, and perhaps of others. */
export function columnsOfNumbers(keys: readonly NumberedKey[]): readonly string[] {
  const ofFamilies = Object.entries(families).flatMap(([column, own]) =>
    own.some((key) => keys.includes(key)) ? [column] : [],
  )
  const ofAnnotations = { annotation: 'annotation_keys', 'every annotation': 'annotation_numbers' } as const
  return [
    ...ofFamilies,
    ...Object.entries(ofAnnotations).flatMap(([key, column]) => (keys.some((one) => one === key) ? [column] : [])),
  ]
}

export function numbersOfAllSql(keys: readonly NumberedKey[]): string {
  return concatenated(numberListsSql(keys))
}

/** Of a list of numbers in which URLs are first, as in `http_numbers`: that of the URL, of which a trace has one at most; 0 without. */
export function urlNumberSql(list: string): string {
  return `if(bitShiftRight(${list}[1], 56) = ${tags.url}, ${list}[1], 0)`
}

/** URLs are among the keys; of them only those of whose number a condition holds. */
export function numbersWithSomeUrlsSql(keys: readonly NumberedKey[], condition: (number: string) => string): string {
  const [http = '[]', ...others] = numberListsSql(keys)
  const url = urlNumberSql(http)
  return concatenated([`if(${url} != 0 and not ${condition(url)}, arrayPopFront(${http}), ${http})`, ...others])
}

function concatenated(lists: readonly string[]): string {
  return lists.length === 1 ? lists.join() : `arrayConcat(${lists.join(', ')})`
}

/**
 * A list of numbers of each trace of which few differ: the values of this key, or a whole column that has them, where this is
 * such. Of a trace with that list, as `numbers`, `own` are those of the key.
 */
export function listOfFewSql(key: NumberedKey): { readonly list: string; readonly own: string } {
  if (families.cause_numbers.some((one) => one === key))
    return { list: 'cause_numbers', own: `arrayFilter(x -> bitShiftRight(x, 56) = ${tags[key]}, numbers)` }
  return { list: ownNumbersSql(key), own: 'numbers' }
}
