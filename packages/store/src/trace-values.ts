import { causeBit, segmentBit } from './summary-flags.ts'

export const traceKeyNames = [
  'url',
  'status',
  'method',
  'user',
  'clientip',
  'useragent',
  'service',
  'entrypoint',
  'annotation',
  'rootcause.fault',
  'rootcause.error',
  'rootcause.responsetime',
  'rootcause.fault.message',
  'rootcause.error.message',
  'instance',
  'arn',
  'zone',
] as const

/** The keys by which traces are told apart that all traces have; `annotation` by the keys of their annotations. */
export type BuiltInKey = (typeof traceKeyNames)[number]

/** What a row of `summaries` has of a key, as SQL. Numbers that are stored were made of `elements` and `hashed`: see value-numbers.ts. */
export interface TraceValues {
  /** A list, some elements perhaps several times. */
  readonly elements: string
  /** Of an element `x`: a text that no other value of the key has. */
  readonly text: string
  /** Of an element `x`: what tells it from others, in the types in which the engine hashes it fastest. */
  readonly hashed: string
}

const single = (column: string): TraceValues => ({
  elements: `if(isNull(${column}), [], [assumeNotNull(${column})])`,
  text: 'x',
  hashed: 'x',
})

const many = (column: string): TraceValues => ({
  elements: `arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), ${column}))`,
  text: 'x',
  hashed: 'x',
})

/** Name and type, any text each, and how many bytes the name has. */
const entities = (list: string, mask = 0): TraceValues => ({
  elements: flagged(`${list}.name, ${list}.type, ${list}.flags`, 3, mask),
  text: 'concat(x.1, x.2, char(1), toString(length(x.1)))',
  hashed: 'x.1, x.2',
})

const messages = (mask: number): TraceValues => ({
  elements: flagged('cause_exception.message, cause_exception.flags', 2, mask),
  text: 'x.1',
  hashed: 'x.1',
})

function flagged(columns: string, at: number, mask: number): string {
  const zipped = `arrayZip(${columns})`
  return mask === 0 ? zipped : `arrayFilter(x -> bitAnd(x.${at}, ${mask}) = ${mask}, ${zipped})`
}

const builtInValues: Readonly<Record<BuiltInKey, TraceValues>> = {
  url: single('http_url'),
  status: { ...single('http_status'), text: 'toString(x)' },
  method: single('http_method'),
  clientip: single('http_client_ip'),
  useragent: single('http_user_agent'),
  user: many('segment.user'),
  instance: many('segment.instance_id'),
  arn: many('segment.resource_arn'),
  zone: many('segment.availability_zone'),
  service: entities('segment'),
  entrypoint: entities('segment', segmentBit.root),
  // A false boolean is there, but no filter finds the trace by the key alone.
  annotation: {
    elements: `arrayFilter(x -> x.2 != 'boolean' or x.3 != 0, arrayZip(annotation.key, annotation.kind, annotation.number))`,
    text: 'x.1',
    hashed: 'x.1',
  },
  'rootcause.fault': entities('cause_service', causeBit.fault | causeBit.last),
  'rootcause.error': entities('cause_service', causeBit.error | causeBit.last),
  'rootcause.responsetime': entities('cause_service', causeBit.responsetime | causeBit.last),
  'rootcause.fault.message': messages(causeBit.fault | causeBit.last),
  'rootcause.error.message': messages(causeBit.error | causeBit.last),
}

/** A key whose values have numbers. */
export type CountedKey = BuiltInKey | 'every annotation' | { readonly annotation: string }

export function valuesOf(key: CountedKey): TraceValues {
  if (typeof key !== 'string') return oneAnnotation
  return key === 'every annotation' ? everyAnnotation : builtInValues[key]
}

/** The number 0 has a sign, and with it a text of its own: to add 0 takes it away. */
const annotationText = `multiIf(x.2 = 'text', concat('0', x.3), x.2 = 'number', concat('1', toString(x.4 + 0)), concat('2', toString(x.4)))`

/** Every annotation of a trace, key and value. */
export const everyAnnotation: TraceValues = {
  elements: 'arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)',
  text: `concat(x.1, char(1), ${annotationText})`,
  hashed: 'x.1, x.2, x.3, x.4 + 0',
}

/** The values of one annotation, whose key is bound as `{annotation_key:String}`. They hash as those of every annotation. */
const oneAnnotation: TraceValues = {
  ...everyAnnotation,
  elements: `arrayFilter(x -> x.1 = {annotation_key:String}, ${everyAnnotation.elements})`,
  text: annotationText,
}
