import { tokens } from './lexer.ts'
import { quoteString } from './quote.ts'

/** The type of a `{name:Type}` placeholder, parsed; what is not here is refused. */
export type ParameterType =
  | { readonly kind: 'integer'; readonly signed: boolean; readonly bits: 8 | 16 | 32 | 64 | 128 | 256 }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'decimal'; readonly name: string; readonly precision: readonly number[] }
  | { readonly kind: 'string' | 'bool' | 'uuid' | 'ipv4' | 'ipv6' | 'date' | 'identifier'; readonly name: string }
  | { readonly kind: 'fixed'; readonly bytes: number }
  | { readonly kind: 'time'; readonly name: string; readonly digits: number; readonly zone: string | undefined }
  | { readonly kind: 'array' | 'nullable' | 'dictionary'; readonly of: ParameterType }
  | { readonly kind: 'map'; readonly key: ParameterType; readonly value: ParameterType }
  | { readonly kind: 'tuple'; readonly of: readonly ParameterType[] }

type Node = { readonly text: string; readonly arguments: readonly Node[] | undefined }

const SIMPLE = {
  String: 'string',
  Bool: 'bool',
  Boolean: 'bool',
  UUID: 'uuid',
  IPv4: 'ipv4',
  IPv6: 'ipv6',
  Date: 'date',
  Date32: 'date',
  Identifier: 'identifier',
} as const

/** Undefined when the text is not a type, or one whose values this room does not know to print. */
export function parseParameterType(text: string): ParameterType | undefined {
  const words = Array.from(tokens(text), (token) => token.text)
  const [node, next] = readNode(words, 0)
  return node === undefined || next !== words.length ? undefined : typeOf(node)
}

/** The type as the engine reads it, made from the parsed form alone: nothing of the caller's text survives. */
export function printParameterType(type: ParameterType): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? 'Int' : 'UInt'}${type.bits}`
    case 'float':
      return `Float${type.bits}`
    case 'decimal':
      return `${type.name}(${type.precision.join(', ')})`
    case 'fixed':
      return `FixedString(${type.bytes})`
    case 'time': {
      const zone = type.zone === undefined ? [] : [quoteString(type.zone)]
      const list = type.name === 'DateTime64' ? [String(type.digits), ...zone] : zone
      return list.length === 0 ? type.name : `${type.name}(${list.join(', ')})`
    }
    case 'array':
      return `Array(${printParameterType(type.of)})`
    case 'nullable':
      return `Nullable(${printParameterType(type.of)})`
    case 'dictionary':
      return `LowCardinality(${printParameterType(type.of)})`
    case 'map':
      return `Map(${printParameterType(type.key)}, ${printParameterType(type.value)})`
    case 'tuple':
      return `Tuple(${type.of.map(printParameterType).join(', ')})`
    default:
      return type.name
  }
}

function readNode(words: readonly string[], at: number): [Node | undefined, number] {
  const text = words[at]
  if (text === undefined || !/^(\w+|'[\w/+-]+')$/.test(text)) return [undefined, at]
  if (words[at + 1] !== '(') return [{ text, arguments: undefined }, at + 1]
  const list: Node[] = []
  let next = at + 2
  for (;;) {
    const [node, end] = readNode(words, next)
    if (node === undefined) return [undefined, end]
    list.push(node)
    next = end + 1
    if (words[end] === ')') return [{ text, arguments: list }, next]
    if (words[end] !== ',') return [undefined, end]
  }
}

function typeOf(node: Node): ParameterType | undefined {
  const list = node.arguments ?? []
  const integer = /^(U?)Int(8|16|32|64|128|256)$/.exec(node.text)
  if (integer !== null && node.arguments === undefined) {
    return { kind: 'integer', signed: integer[1] === '', bits: bitsOf(integer[2]) }
  }
  if (Object.hasOwn(SIMPLE, node.text) && node.arguments === undefined) {
    const name = node.text as keyof typeof SIMPLE
    return { kind: SIMPLE[name], name }
  }
  const [first, second] = list
  switch (node.text) {
    case 'Float32':
    case 'Float64':
      return node.arguments === undefined ? { kind: 'float', bits: node.text === 'Float32' ? 32 : 64 } : undefined
    case 'Decimal':
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return decimalOf(node.text, list)
    case 'FixedString': {
      const bytes = numberOf(first)
      return bytes === undefined || list.length !== 1 ? undefined : { kind: 'fixed', bytes }
    }
    case 'DateTime':
    case 'DateTime64':
      return timeOf(node.text, list)
    case 'Array':
    case 'Nullable':
    case 'LowCardinality':
      return wrapperOf(node.text, list)
    case 'Map': {
      const key = first === undefined ? undefined : typeOf(first)
      const value = second === undefined ? undefined : typeOf(second)
      return key === undefined || value === undefined || list.length !== 2 ? undefined : { kind: 'map', key, value }
    }
    case 'Tuple': {
      const of = list.map(typeOf).filter((type) => type !== undefined)
      return of.length === 0 || of.length !== list.length ? undefined : { kind: 'tuple', of }
    }
    default:
      return undefined
  }
}

function bitsOf(text: string | undefined): 8 | 16 | 32 | 64 | 128 | 256 {
  const known = [8, 16, 32, 64, 128, 256] as const
  return known.find((bits) => String(bits) === text) ?? 64
}

function numberOf(node: Node | undefined): number | undefined {
  return node === undefined || node.arguments !== undefined || !/^\d{1,4}$/.test(node.text)
    ? undefined
    : Number(node.text)
}

function decimalOf(name: string, list: readonly Node[]): ParameterType | undefined {
  const precision = list.map(numberOf).filter((value) => value !== undefined)
  const expected = name === 'Decimal' ? 2 : 1
  return precision.length !== list.length || list.length !== expected ? undefined : { kind: 'decimal', name, precision }
}

function timeOf(name: string, list: readonly Node[]): ParameterType | undefined {
  const digits = name === 'DateTime64' ? numberOf(list[0]) : 0
  const rest = name === 'DateTime64' ? list.slice(1) : list
  const zone = rest[0]?.text
  if (digits === undefined || digits > 9 || rest.length > 1) return undefined
  if (zone !== undefined && !zone.startsWith("'")) return undefined
  return { kind: 'time', name, digits, zone: zone?.slice(1, -1) }
}

function wrapperOf(name: 'Array' | 'Nullable' | 'LowCardinality', list: readonly Node[]): ParameterType | undefined {
  const of = list.length === 1 && list[0] !== undefined ? typeOf(list[0]) : undefined
  if (of === undefined || of.kind === 'identifier') return undefined
  return { kind: name === 'Array' ? 'array' : name === 'Nullable' ? 'nullable' : 'dictionary', of }
}
