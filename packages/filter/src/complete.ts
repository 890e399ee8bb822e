import { operatorsOf } from './check-test.ts'
import { FilterError } from './errors.ts'
import { operators, type Subject } from './expression.ts'
import type { Hint } from './hint.ts'
import { keywordRow, keywords } from './keywords.ts'
import { filterLimits, readExpression } from './parse.ts'
import { mayStand, type Place } from './place.ts'
import { textLiteral } from './print.ts'
import { Reading } from './reading.ts'

/** What the caller knows of the stored traces; all of it is optional. */
export interface KnownValues {
  readonly services?: readonly string[]
  readonly types?: readonly string[]
  readonly accounts?: readonly string[]
  readonly annotationKeys?: readonly string[]
  readonly groups?: readonly string[]
  /** Values of one keyword or of one annotation. */
  readonly valuesOf?: (subject: Subject) => readonly string[]
}

export interface Completion {
  /** What it reads as in the expression. */
  readonly text: string
  readonly kind: 'keyword' | 'form' | 'operator' | 'connective' | 'value'
  /** What it says, for people; '' where the text says it. */
  readonly says: string
}

export interface Completions {
  /** The part of the expression that a completion replaces: what was typed of it, up to the cursor. */
  readonly start: number
  readonly end: number
  readonly items: readonly Completion[]
}

/** What may stand at a cursor, of all that the grammar, the braces around it and the known values allow. */
export function complete(expression: string, cursor: number, known: KnownValues = {}): Completions {
  const before = expression.slice(0, cursor)
  const begun = begunAt(before)
  const typed = before.slice(begun.start)
  const items = hintsAfter(before.slice(0, begun.start)).flatMap((hint) => itemsOf(hint, known))
  const seen = new Set<string>()
  return {
    start: begun.start,
    end: cursor,
    items: items.filter(({ text }) => {
      const isNew = !seen.has(text) && text.toLowerCase().startsWith(typed.toLowerCase())
      seen.add(text)
      return isNew
    }),
  }
}

/** Where the last thing begins that is not finished: a word, an operator, a string without an end, a key. */
function begunAt(before: string): { start: number } {
  const whole = /"(?:[^"\\]|\\.)*"|#\[.*?\]/gs
  const masked = before.replace(whole, (text) => ' '.repeat(text.length))
  const string = masked.indexOf('"')
  if (string >= 0) {
    const key = /\[\s*$/.exec(masked.slice(0, string))
    return { start: key === null ? string : key.index }
  }
  const key = /\[[^\]]*$/.exec(masked)
  if (key !== null) return { start: key.index }
  return { start: before.length - (/(?:[\w.]+|!=|[<>]=?|=)$/.exec(masked)?.[0].length ?? 0) }
}

function hintsAfter(text: string): readonly Hint[] {
  let reading: Reading | undefined
  try {
    reading = new Reading(text, filterLimits)
    readExpression(reading)
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    // What is wrong further to the left is not mended by a completion.
    if (reading?.isAtEnd !== true) return []
  }
  return reading?.hints ?? []
}

function itemsOf(hint: Hint, known: KnownValues): readonly Completion[] {
  switch (hint.kind) {
    case 'condition':
      return [...keywordItems(hint.place), ...formItems(hint.place, known)]
    case 'connective':
      return ['AND', 'OR'].map((text) => ({ text, kind: 'connective', says: '' }))
    case 'operator':
      return operatorsFor(hint.subject).map((text) => ({ text, kind: 'operator', says: '' }))
    case 'value':
      return valuesFor(hint.subject, known).map(literalItem)
    case 'annotation key':
      return (known.annotationKeys ?? []).map((key) => ({ text: `[${key}]`, kind: 'value', says: '' }))
    case 'entity':
      return [...(known.services ?? []).map(literalItem), { text: 'id(', kind: 'form', says: 'by name, type, account' }]
    case 'part':
      return ['name', 'type', 'account.id'].map((part) => ({ text: `${part}: `, kind: 'form', says: '' }))
    case 'part value': {
      const lists = { name: known.services, type: known.types, account: known.accounts }
      return (lists[hint.part] ?? []).map(literalItem)
    }
    case 'sign':
      // Of those that may begin a condition, every place would be full.
      return hint.text === '!' || hint.text === '(' ? [] : [{ text: hint.text, kind: 'operator', says: '' }]
  }
}

function literalItem(text: string | boolean): Completion {
  return { text: typeof text === 'string' ? textLiteral(text) : String(text), kind: 'value', says: '' }
}

function keywordItems(place: Place): readonly Completion[] {
  return Object.keys(keywords).flatMap((text) => {
    const row = keywordRow(text as keyof typeof keywords)
    return mayStand(row, place) ? [{ text, kind: 'keyword', says: row.says } as const] : []
  })
}

const traceForms: readonly (readonly [text: string, says: string])[] = [
  ['service(', 'a service that the trace passes'],
  ['edge(', 'a call from one service to another'],
  ['annotation[', 'an annotation of any segment'],
  ['group.name', 'the traces of a group'],
  ['group.arn', 'the traces of a group'],
  ...['fault', 'error', 'responsetime'].flatMap((cause) =>
    ['service', 'entity', 'exception']
      .filter((level) => cause !== 'responsetime' || level !== 'exception')
      .map((level) => [`rootcause.${cause}.${level}`, `the ${level} on a root cause's path`] as const),
  ),
  ['rootcause.json', 'a root cause of the same structure'],
]

const formsOf: Partial<Record<Place['scope'], readonly (readonly [text: string, says: string])[]>> = {
  trace: traceForms,
  service: [['annotation[', 'an annotation of this segment']],
  edge: [
    ['source.annotation[', 'an annotation of the calling side'],
    ['destination.annotation[', 'an annotation of the called side'],
  ],
}

function formItems({ scope }: Place, known: KnownValues): readonly Completion[] {
  return (formsOf[scope] ?? []).flatMap(([text, says]) => {
    const keys = text.endsWith('annotation[') ? (known.annotationKeys ?? []) : []
    return [
      { text, kind: 'form', says } as const,
      ...keys.map((key) => ({ text: `${text}${key}]`, kind: 'form', says }) as const),
    ]
  })
}

function operatorsFor(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'keyword':
      return operatorsOf[keywordRow(subject.keyword).type]
    case 'group':
      return ['=', '!=']
    case 'annotation':
      return operators
  }
}

function valuesFor(subject: Subject, known: KnownValues): readonly (string | boolean)[] {
  const own = known.valuesOf?.(subject) ?? []
  switch (subject.kind) {
    case 'keyword': {
      const { type, values = [] } = keywordRow(subject.keyword)
      return type === 'boolean' ? [true, false] : type === 'text' ? [...own, ...values] : []
    }
    case 'group':
      return subject.by === 'name' ? (known.groups ?? own) : own
    case 'annotation':
      return own
  }
}
