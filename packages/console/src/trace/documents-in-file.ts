import {
  type AdmittedDocument,
  admit,
  assemble,
  compile,
  digestDocument,
  isObject,
  type JsonObject,
  type JsonValue,
  type Rejection,
  type TraceId,
} from '@roentgen/trace'

/** What a file of documents holds. */
export interface FileReading {
  /** Processed documents of each trace in it, the trace with most documents first. */
  readonly traces: readonly {
    readonly id: TraceId
    readonly documents: readonly JsonObject[]
    readonly received: readonly string[]
  }[]
  /** Why documents were left out. */
  readonly rejections: readonly Rejection[]
}

/** A file has no sender to be protected from. */
const limits = { documentBytes: 64 * 1024 * 1024 }

/**
 * Reads documents as people keep them: an answer of BatchGetTraces, what this page or `roentgen trace --json` gave, a
 * document, an array of them, or a document a line, datagram headers between them. Inferred ones are made anew.
 */
export function readFile(text: string): FileReading {
  const byTrace = new Map<TraceId, AdmittedDocument[]>()
  const rejections: Rejection[] = []
  for (const value of valuesIn(text)) {
    for (const document of documentsIn(value)) {
      if (isObject(document) && document.inferred === true) continue
      const admission = admit(JSON.stringify(document), limits)
      if (!admission.ok) rejections.push(admission.rejection)
      else {
        const { traceId } = admission.document
        byTrace.set(traceId, [...(byTrace.get(traceId) ?? []), admission.document])
      }
    }
  }
  const traces = [...byTrace].map(([id, admitted]) => ({
    id,
    documents: processed(id, admitted),
    received: admitted.map(({ text: sent }) => sent),
  }))
  return { traces: traces.sort((a, b) => b.documents.length - a.documents.length), rejections }
}

function processed(id: TraceId, admitted: readonly AdmittedDocument[]): readonly JsonObject[] {
  const digests = admitted
    .map(({ text }) => digestDocument(text, { keepSource: true }))
    .filter((digest) => digest !== undefined)
  return compile(assemble(id, digests, { maxSegments: Number.POSITIVE_INFINITY })).map(({ document }) =>
    JSON.parse(document),
  )
}

function valuesIn(text: string): readonly JsonValue[] {
  const whole = jsonIn(text)
  if (whole !== undefined) return [whole]
  return text
    .split('\n')
    .map(jsonIn)
    .filter((value) => value !== undefined)
}

function jsonIn(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The documents in a value of any of the forms. */
function documentsIn(value: JsonValue): readonly JsonValue[] {
  if (typeof value === 'string') {
    const inside = jsonIn(value)
    return isObject(inside) ? documentsIn(inside) : []
  }
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(documentsIn)
  if (!isObject(value)) return []
  const inside = value.Traces ?? value.Segments ?? value.TraceSegmentDocuments ?? value.Document ?? value.documents
  if (inside !== undefined) return documentsIn(inside)
  // The header of a datagram.
  return value.format === 'json' && value.id === undefined ? [] : [value]
}
