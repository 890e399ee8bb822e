/** One row of the table of rejections: what X-Ray calls it, and what its sender should do about it. */
export interface AdmissionErrorRow {
  /** X-Ray's ErrorCode; those that no published reply shows follow the same naming (segments.md 6). */
  readonly code: string
  /** A rejected document never fails its call: PutTraceSegments answers 200 and lists it. */
  readonly status: 200
  /** What happened, with the value at fault, and what to do. For our own console; X-Ray has no such sentence. */
  readonly text: (value: string) => string
}

/** Why a document is not admitted. One table for the answers, the console and the documentation. */
export const admissionErrors = {
  parseError: {
    code: 'ParseError',
    status: 200,
    text: (words) => `The document is not JSON: ${words}. Send exactly one JSON object a document.`,
  },
  tooLarge: {
    code: 'SegmentTooLarge',
    status: 200,
    text: (limit) =>
      `The document has more than ${limit} bytes. Send subsegments on their own, or large data elsewhere.`,
  },
  tooDeep: {
    code: 'SegmentTooDeep',
    status: 200,
    text: (levels) => `The document nests deeper than ${levels} levels. Flatten its metadata or its subsegments.`,
  },
  missingId: {
    code: 'MissingId',
    status: 200,
    text: (found) => `"id" is ${found}. Give every segment and subsegment an id of 16 hexadecimal digits.`,
  },
  invalidId: {
    code: 'InvalidId',
    status: 200,
    text: (id) => `"id" is ${id}. An id is exactly 16 hexadecimal digits.`,
  },
  missingName: {
    code: 'MissingName',
    status: 200,
    text: (found) => `"name" is ${found}. Give every segment and subsegment a name.`,
  },
  invalidName: {
    code: 'InvalidName',
    status: 200,
    text: (name) =>
      `"name" is ${name}. A name has 1 to 200 letters, digits, spaces and the signs _ . : / % & # = + - @ only.`,
  },
  missingTraceId: {
    code: 'MissingTraceId',
    status: 200,
    text: (found) => `"trace_id" is ${found}. A segment and a subsegment sent on its own name their trace.`,
  },
  invalidTraceId: {
    code: 'InvalidTraceId',
    status: 200,
    text: (id) => `"trace_id" is ${id}. Write 1-8hex-24hex, or the 32 hexadecimal digits of W3C.`,
  },
  missingParentId: {
    code: 'MissingParentId',
    status: 200,
    text: (found) => `"parent_id" is ${found}. A subsegment sent on its own names the id of its parent.`,
  },
  invalidParentId: {
    code: 'InvalidParentId',
    status: 200,
    text: (id) =>
      `"parent_id" is ${id}. An id is exactly 16 hexadecimal digits; leave it out where there is no parent.`,
  },
  missingStartTime: {
    code: 'MissingStartTime',
    status: 200,
    text: (found) => `"start_time" is ${found}. Send the epoch seconds at which the work began, as a number.`,
  },
  missingEndTime: {
    code: 'MissingEndTime',
    status: 200,
    text: (found) => `"end_time" is ${found}. Send it, or "in_progress": true while the work goes on.`,
  },
  invalidTime: {
    code: 'InvalidTime',
    status: 200,
    text: (value) => `${value} is not a time. Send epoch seconds as a number, from 1971 to 2105 (not milliseconds).`,
  },
} satisfies Record<string, AdmissionErrorRow>

export type AdmissionError = keyof typeof admissionErrors
