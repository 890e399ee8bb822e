/** In the place of an id: the trace is in a file that was opened in this browser. */
export const fileId = 'file'

let handed: File | undefined

/** Gives a file to the trace's page, which is opened next. */
export function handOver(file: File): void {
  handed = file
}

/** undefined after the page was loaded anew: a browser does not keep files. */
export function handedFile(): File | undefined {
  return handed
}

/** What a file of documents may be called. */
export const documentFiles = '.json,.jsonl,.ndjson,.txt,application/json'
