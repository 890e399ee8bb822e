import type { TraceKey } from '@roentgen/api'
import { type Completions, complete, type KnownValues, type Subject } from '@roentgen/filter'

/** What completions are made of: what is at hand, and what is looked up when it is wanted. */
export interface Offered extends Omit<KnownValues, 'annotationKeys' | 'valuesOf'> {
  /** Values of a key that traces have, the most frequent first. `contains`: what was typed of it. */
  readonly lookUp: (key: TraceKey, contains: string) => Promise<readonly string[]>
}

/** Keywords whose values are those of a key. */
const keys: Readonly<Partial<Record<string, TraceKey>>> = {
  'http.url': 'url',
  'http.method': 'method',
  'http.useragent': 'useragent',
  'http.clientip': 'clientip',
  user: 'user',
  'instance.id': 'instance',
  'resource.arn': 'arn',
  availabilityzone: 'zone',
}

function keyOf(subject: Subject): TraceKey | undefined {
  if (subject.kind === 'annotation') return `annotation[${subject.key}]`
  return subject.kind === 'keyword' ? keys[subject.keyword] : undefined
}

/** An annotation's key is being typed, or the word before it. */
const annotationBegun = /\bann\w*(?:\[([^\]]*))?$/

/** What may stand at the cursor. Values and keys of annotations are looked up only where they may stand. */
export async function offersAt(text: string, cursor: number, known: Offered): Promise<Completions> {
  const before = text.slice(0, cursor)
  const begun = annotationBegun.exec(before)
  const annotationKeys = begun === null ? [] : await known.lookUp('annotation', begun[1] ?? '')
  let wanted: Subject | undefined
  const first = complete(text, cursor, {
    ...known,
    annotationKeys,
    valuesOf: (subject) => {
      wanted ??= subject
      return []
    },
  })
  const key = wanted && keyOf(wanted)
  if (key === undefined) return first
  const typed = before.slice(first.start).replace(/^"/, '').replaceAll(/\\(.)/g, '$1')
  const values = await known.lookUp(key, typed)
  return complete(text, cursor, { ...known, annotationKeys, valuesOf: () => values })
}
