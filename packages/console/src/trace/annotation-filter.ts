import { type Expression, parse, print } from '@roentgen/filter'

const nowhere = { start: 0, end: 0 }

/** The filter that finds traces with this annotation; undefined where the language cannot say it. */
export function annotationFilter(key: string, value: string | number | boolean): string | undefined {
  const expression: Expression = {
    kind: 'test',
    subject: { kind: 'annotation', of: 'own', key },
    comparison: { operator: '=', value, at: nowhere },
    at: nowhere,
  }
  const text = print(expression)
  try {
    parse(text)
    return text
  } catch {
    return undefined
  }
}
