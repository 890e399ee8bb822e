import type { Span } from './span.ts'

/** What may be wrong with an expression, and what to write instead. The position is in the error beside the sentence. */
export const errors = {
  unexpected: {
    text: (found: string, wanted: string) => `Found ${found} where ${wanted} should stand.`,
  },
  unclosedString: {
    text: () => 'This string has no end. Close it with a double quote; write \\" for a quote inside it.',
  },
  unclosedKey: {
    text: () => 'This annotation key has no end. Close it with ], as in annotation[request.id].',
  },
  emptyKey: {
    text: () => 'This annotation has no key. Write annotation[key] or annotation.key.',
  },
  unclosedJson: {
    text: () => 'This JSON has no end. Write rootcause.json = #[{ "Services": [ … ] }].',
  },
  badJson: {
    text: (reason: string) => `This is no JSON object (${reason}). Write rootcause.json = #[{ "Services": [ … ] }].`,
  },
  badCause: {
    text: (path: string, wanted: string) => `${path} of this root cause must be ${wanted}.`,
  },
  strangeCharacter: {
    text: (character: string) => `${JSON.stringify(character)} has no meaning here. Put values in double quotes.`,
  },
  notANumber: {
    text: (text: string) =>
      `${text} is no number. Numbers are written without a unit (times are seconds), texts in double quotes.`,
  },
  hugeNumber: {
    text: (text: string) => `${text} is larger than any number that is kept.`,
  },
  unknownKeyword: {
    text: (word: string, near: readonly string[]) =>
      `${word} is no keyword${near.length === 0 ? '' : `; did you mean ${either(near)}?`}${near.length === 0 ? '.' : ''} Keywords are ok, error, fault, throttle, responsetime, duration, http.url and others; texts stand in double quotes.`,
  },
  unknownOperator: {
    text: (word: string) =>
      `${word} is no operator. Operators are =, !=, <, <=, >, >=, CONTAINS, BEGINSWITH and ENDSWITH.`,
  },
  unknownCause: {
    text: (word: string) =>
      `${word} is no root cause. Write rootcause.fault, rootcause.error or rootcause.responsetime, then .service, .entity or .exception; or rootcause.json.`,
  },
  noSuchLevel: {
    text: () =>
      'Response time has no exceptions. Write rootcause.responsetime.service or rootcause.responsetime.entity.',
  },
  wrongScope: {
    text: (subject: string, scope: string, scopes: readonly string[]) =>
      `\`${subject}\` has no meaning ${scope}. It stands ${either(scopes)}.`,
  },
  wrongOperator: {
    text: (subject: string, type: string, allowed: readonly string[], operator: string) =>
      `\`${subject}\` is ${type}: use ${either(allowed)}, not ${operator}.`,
  },
  wrongValue: {
    text: (subject: string, type: string, wanted: string, value: string) =>
      `\`${subject}\` is ${type}: compare it with ${wanted}, not with ${value}.`,
  },
  wrongValueOfOperator: {
    text: (operator: string, wanted: string, value: string) =>
      `${operator} compares with ${wanted}, not with ${value}.`,
  },
  unknownGroup: {
    text: (name: string) => `There is no group ${JSON.stringify(name)}.`,
  },
  groupInItself: {
    text: (names: readonly string[]) =>
      `The group ${JSON.stringify(names[0])} would be part of itself (${names.map((name) => JSON.stringify(name)).join(' uses ')}).`,
  },
  groupFails: {
    text: (name: string, problem: string) =>
      `The filter of the group ${JSON.stringify(name)} has no meaning. ${problem}`,
  },
  notASelector: {
    text: (found: string) =>
      `${found} selects no service. Write service("name"), id(name: "name", type: "type") or edge("caller", "callee").`,
  },
  unknownPart: {
    text: (found: string) => `An id has no ${found}. Its parts are name, type and account.id.`,
  },
  repeatedPart: {
    text: (part: string) => `${part} is given twice. Leave one of them.`,
  },
  tooLong: {
    text: (length: number, limit: number) => `The expression has ${length} characters; at most ${limit} are taken.`,
  },
  tooDeep: {
    text: (limit: number) => `More than ${limit} brackets and negations stand in each other here. Take some out.`,
  },
  tooLarge: {
    text: (limit: number) => `With the groups that it uses the expression has more than ${limit} conditions.`,
  },
  traceId: {
    text: () => 'This is a trace id, not a filter. Ask for the trace itself.',
  },
  empty: {
    text: () => 'The expression is empty. Leave it out to ask for everything.',
  },
} satisfies Record<string, { text: (...details: never[]) => string }>

export type FilterErrorName = keyof typeof errors

/** An expression that means nothing: what is wrong, and where. */
export class FilterError extends Error {
  readonly code: FilterErrorName
  readonly at: Span
  /** The message without the position. */
  readonly sentence: string

  constructor(name: FilterErrorName, at: Span, sentence: string) {
    super(`At position ${at.start + 1}: ${sentence}`)
    this.name = 'FilterError'
    this.code = name
    this.at = at
    this.sentence = sentence
  }
}

/** The error of that row of the table. */
export function filterError<Name extends FilterErrorName>(
  name: Name,
  at: Span,
  ...details: Parameters<(typeof errors)[Name]['text']>
): FilterError {
  const row: { text: (...details: never[]) => string } = errors[name]
  return new FilterError(name, at, row.text(...(details as never[])))
}

/** `a, b or c` */
function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
