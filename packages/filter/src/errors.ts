import type { Span } from './span.ts'

/** What may be wrong with an expression, and what to write instead. The position is in the error beside the sentence. */
export const errors = {
  unexpected: {
    text: (found: string, wanted: string) => `Found ${found} where ${wanted} should stand.`,
  },
  unclosedString: {
    text: () => 'This string has no end. Close it with a double quote; write \\" for a quote inside it.',
  },
  strangeCharacter: {
    text: (character: string) => `${JSON.stringify(character)} has no meaning here. Put values in double quotes.`,
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
  empty: {
    text: () => 'The expression is empty. Leave it out to ask for everything.',
  },
} satisfies Record<string, { text: (...details: never[]) => string }>

export type FilterErrorName = keyof typeof errors

/** An expression that means nothing: what is wrong, and where. */
export class FilterError extends Error {
  readonly code: FilterErrorName
  readonly at: Span

  constructor(name: FilterErrorName, at: Span, sentence: string) {
    super(`At position ${at.start + 1}: ${sentence}`)
    this.name = 'FilterError'
    this.code = name
    this.at = at
  }
}
