import type { AdmissionError } from './errors.ts'
import type { JsonObject, JsonValue } from './json.ts'

/** The first rule that a document breaks. */
export interface Fault {
  readonly rule: AdmissionError
  /** The value at fault. */
  readonly value: JsonValue | undefined
  /** The subsegment at fault; undefined for the segment itself. */
  readonly subsegment: JsonObject | undefined
}

export function fault(rule: AdmissionError, value: JsonValue | undefined, subsegment?: JsonObject): Fault {
  return { rule, value, subsegment }
}

export function isFault(reading: Fault | object): reading is Fault {
  return 'rule' in reading
}
