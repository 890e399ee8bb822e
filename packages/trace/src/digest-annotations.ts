import type { AnnotationValue } from './digest.ts'
import { cut, longest } from './field-text.ts'
import { isObject, type JsonValue } from './json.ts'

type Annotation = readonly [key: string, value: AnnotationValue]

const none: readonly Annotation[] = []

// The schema's letters, digits and `_`, and the dot that X-Ray indexes today as annotation[a.b] (segments.md 2.7).
const searchableKey = /^[a-zA-Z0-9_.]{1,500}$/

// A megabyte holds 60,000, each of which costs the summary's row many times its bytes. X-Ray searches 50 a trace.
const most = 1000

/** The searchable annotations: others (arrays, objects, null, keys with other signs, more than a thousand) stay in the document alone, as in X-Ray. */
export function digestAnnotations(annotations: JsonValue | undefined): readonly Annotation[] {
  if (!isObject(annotations)) return none
  const digests: Annotation[] = []
  for (const key of Object.keys(annotations)) {
    if (digests.length === most) break
    const value = annotations[key]
    if (!searchableKey.test(key)) continue
    if (typeof value === 'string') digests.push([key, cut(value, longest.annotationValue)])
    else if (typeof value === 'boolean' || Number.isFinite(value)) digests.push([key, value as AnnotationValue])
  }
  return digests
}
