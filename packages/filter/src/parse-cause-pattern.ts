import { isObject, type JsonObject, type JsonValue, wellFormed } from '@roentgen/trace'
import type { CauseEntityPattern, CauseExceptionPattern, CausePattern, CauseServicePattern } from './cause-pattern.ts'
import { filterError } from './errors.ts'
import type { Span } from './span.ts'
import type { Token } from './tokens.ts'

/**
 * Reads the JSON of `rootcause.json = #[{ … }]`: a root cause as GetTraceSummaries gives it, from which fields were
 * deleted. @throws FilterError, also for a field that no root cause has: it would be ignored in silence.
 */
export function parseCausePattern({ text, at }: Token): CausePattern {
  const cause = new Fields(parsed(text, at), 'The JSON', at)
  const pattern = {
    clientImpacting: cause.boolean('ClientImpacting'),
    services: cause.list('Services', service),
  }
  cause.end()
  return pattern
}

function parsed(text: string, at: Span): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text)
    return value
  } catch (error) {
    throw filterError('badJson', at, error instanceof Error ? error.message : String(error))
  }
}

function service(fields: Fields): CauseServicePattern {
  const name = fields.text('Name')
  const [alias] = fields.texts('Names') ?? []
  return {
    name: name ?? alias,
    type: fields.text('Type'),
    account: fields.text('AccountId'),
    inferred: fields.boolean('Inferred'),
    path: fields.list('EntityPath', entity),
  }
}

function entity(fields: Fields): CauseEntityPattern {
  return {
    name: fields.text('Name'),
    remote: fields.boolean('Remote'),
    coverage: fields.number('Coverage'),
    exceptions: fields.list('Exceptions', exception),
  }
}

function exception(fields: Fields): CauseExceptionPattern {
  return { name: fields.text('Name'), message: fields.text('Message') }
}

/** The fields of one object, each read once. null is an absent field. */
class Fields {
  readonly #fields: JsonObject
  readonly #path: string
  readonly #at: Span
  readonly #read = new Set<string>()

  constructor(value: JsonValue | undefined, path: string, at: Span) {
    if (!isObject(value)) throw filterError('badCause', at, path, 'an object')
    this.#fields = value
    this.#path = path
    this.#at = at
  }

  text(name: string): string | undefined {
    const text = this.#field(name, 'a string', (value) => typeof value === 'string')
    return text === undefined ? undefined : wellFormed(text)
  }

  boolean(name: string): boolean | undefined {
    return this.#field(name, 'true or false', (value) => typeof value === 'boolean')
  }

  number(name: string): number | undefined {
    return this.#field(name, 'a number', (value) => typeof value === 'number')
  }

  texts(name: string): readonly string[] | undefined {
    return this.#field(name, 'a list with one string', isOneText)
  }

  list<Pattern>(name: string, read: (fields: Fields) => Pattern): readonly Pattern[] | undefined {
    const values = this.#field(name, 'a list', (value): value is readonly JsonValue[] => Array.isArray(value))
    return values?.map((value, i) => {
      const fields = new Fields(value, `${name}[${i}]`, this.#at)
      const pattern = read(fields)
      fields.end()
      return pattern
    })
  }

  /** Nothing else may be there. */
  end(): void {
    const strange = Object.keys(this.#fields).find((name) => !this.#read.has(name))
    if (strange !== undefined)
      throw filterError(
        'badCause',
        this.#at,
        `${JSON.stringify(strange)} in ${this.#path}`,
        `one of ${[...this.#read].join(', ')}, or left out`,
      )
  }

  #field<Value extends JsonValue>(
    name: string,
    wanted: string,
    is: (value: JsonValue) => value is Value,
  ): Value | undefined {
    this.#read.add(name)
    const value = Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? null) : null
    if (value === null) return undefined
    if (!is(value)) throw filterError('badCause', this.#at, `${name} in ${this.#path}`, wanted)
    return value
  }
}

/** A service of Roentgen has one name. */
function isOneText(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'string'
}
