/** What a client sees of an error: X-Ray's code, the HTTP status that goes with it, and a sentence to act on. */
interface ErrorRow {
  readonly code: string
  readonly status: number
  readonly text: (...details: never[]) => string
}

const invalid = { code: 'InvalidRequestException', status: 400 } as const

/** Every error that the server's HTTP side answers with. Codes and statuses are those of the X-Ray API reference. */
export const errors = {
  bodyNotJson: {
    ...invalid,
    text: (problem: string) => `The request body is not a JSON object (${problem}). Send one JSON object, or nothing.`,
  },
  bodyNotReadable: {
    ...invalid,
    text: (encoding: string, problem: string) =>
      `The request body could not be decoded as ${encoding} (${problem}). Send it plain or gzip-encoded.`,
  },
  bodyTooLarge: {
    code: 'RequestEntityTooLargeException',
    status: 413,
    text: (limit: number) => `The request body has more than ${limit} bytes. Send less in a request.`,
  },
  missingMember: { ...invalid, text: (name: string) => `${name} is required and missing from the request.` },
  wrongType: { ...invalid, text: (name: string, wanted: string) => `${name} must be ${wanted}.` },
  badTime: {
    ...invalid,
    text: (name: string, value: string) =>
      `${name} is ${value}, which is not a time. Send epoch seconds as a number, for instance 1700000000.5.`,
  },
  endNotAfterStart: {
    ...invalid,
    text: (start: number, end: number) =>
      `EndTime (${end}) must be later than StartTime (${start}). Swap them or widen the window.`,
  },
  badChoice: {
    ...invalid,
    text: (name: string, value: string, choices: readonly string[]) =>
      `${name} is ${JSON.stringify(value)}; it must be one of ${choices.join(', ')}.`,
  },
  outOfRange: {
    ...invalid,
    text: (name: string, value: string, low: number, high: number) =>
      `${name} is ${value}; it must be between ${low} and ${high}.`,
  },
  badLength: {
    ...invalid,
    text: (name: string, length: number, low: number, high: number) =>
      `${name} has ${length} characters; it must have between ${low} and ${high}.`,
  },
  tooManyDocuments: {
    ...invalid,
    text: (count: number, limit: number) =>
      `The request has ${count} documents; at most ${limit} are taken in one. Send them in several requests.`,
  },
  scatteredBody: {
    ...invalid,
    text: (most: number, documents: number) =>
      `The request has more than ${most} values. TraceSegmentDocuments takes at most ${documents} strings, each a document.`,
  },
  // X-Ray's own words: clients match them.
  tooManyTraceIds: { ...invalid, text: (limit: number) => `Exceeding maximum query size: ${limit}` },
  // X-Ray's own words.
  tokenNotSupported: { ...invalid, text: () => 'NextToken is currently not supported' },
  noTraceIds: { ...invalid, text: () => 'TraceIds is empty. Name at least one trace.' },
  badToken: {
    ...invalid,
    text: () =>
      'NextToken is not a token of this question. Repeat the request that gave it unchanged, or start again without a token.',
  },
  badPlace: {
    ...invalid,
    text: () =>
      'after is not of this question. Repeat the question that gave it with nothing else changed, or leave it out.',
  },
  badFilter: { ...invalid, text: (problem: string) => `FilterExpression cannot be read. ${problem}` },
  badSelector: { ...invalid, text: (problem: string) => `EntitySelectorExpression cannot be read. ${problem}` },
  badPeriod: {
    ...invalid,
    text: (period: number, longest: number) =>
      `Period is ${period}; it must be whole minutes, in seconds, from 60 to ${longest}.`,
  },
  tooManyPeriods: {
    ...invalid,
    text: (periods: number, most: number) =>
      `The window has ${periods} periods; at most ${most} are answered. Ask for a longer Period or a shorter window.`,
  },
  badDay: {
    ...invalid,
    text: (day: string) => `day is ${JSON.stringify(day)}; it must be a day of UTC, for instance 2026-11-22.`,
  },
  dayIsClosed: {
    ...invalid,
    text: (day: string, since: string) =>
      `There are documents of ${day}, and everything received before ${since} was dropped. Only the control server can take that back: restore there.`,
  },
  groupsElsewhere: { ...invalid, text: () => 'Groups are changed by the control server: restore there.' },
  unknownGroup: {
    ...invalid,
    text: (name: string) => `There is no group ${JSON.stringify(name)}. GetGroups lists those that there are.`,
  },
  badTraceId: {
    ...invalid,
    text: (text: string) =>
      `${JSON.stringify(text)} is no trace id. One is written 1-8hex-24hex (X-Ray) or with 32 hex digits (W3C).`,
  },
  badGroupName: {
    ...invalid,
    text: (name: string) => `GroupName is ${JSON.stringify(name)}; it must have 1 to 32 letters, digits and dashes.`,
  },
  groupExists: {
    ...invalid,
    text: (name: string) => `A group ${JSON.stringify(name)} exists already. Choose another name, or UpdateGroup.`,
  },
  tooManyGroups: {
    ...invalid,
    text: (limit: number) => `There are ${limit} groups already, as many as may be. Delete one, or raise --max-groups.`,
  },
  badGroupFilter: {
    ...invalid,
    text: (name: string, problem: string) =>
      `The FilterExpression of the group ${JSON.stringify(name)} would have no meaning. ${problem}`,
  },
  defaultGroupHasAll: { ...invalid, text: () => 'Default has every trace; its FilterExpression cannot be set.' },
  defaultGroupStays: { ...invalid, text: () => 'Default cannot be deleted.' },
  notificationsNeedInsights: {
    ...invalid,
    text: () => 'NotificationsEnabled needs InsightsEnabled. Set both, or neither.',
  },
  unknownResource: {
    code: 'ResourceNotFoundException',
    status: 404,
    text: (arn: string) => `There is no resource ${JSON.stringify(arn)} that has tags. Groups have.`,
  },
  badTag: {
    ...invalid,
    text: (key: string, value: string) =>
      `The tag ${JSON.stringify(key)} = ${JSON.stringify(value)} has other signs than letters, digits, spaces and _ . : / = + - @.`,
  },
  reservedTag: {
    ...invalid,
    text: (key: string) =>
      `The tag ${JSON.stringify(key)} begins with aws:, which is kept for AWS. Choose another key.`,
  },
  tooManyTags: {
    code: 'TooManyTagsException',
    status: 400,
    text: (count: number, limit: number) => `The group would have ${count} tags; at most ${limit} are kept.`,
  },
  tooManyStatistics: {
    ...invalid,
    text: (count: number, limit: number) => `${count} statistics documents were sent; at most ${limit} are taken.`,
  },
  notSupportedYet: {
    ...invalid,
    text: (operation: string) => `${operation} is not supported by this version of Roentgen yet.`,
  },
  unknownOperation: {
    code: 'UnknownOperationException',
    status: 404,
    text: (method: string, path: string) =>
      `${method} ${path} is not an operation of the X-Ray API nor a page of Roentgen. Operations are POST, for instance POST /TraceSummaries.`,
  },
  foreignOrigin: {
    code: 'AccessDeniedException',
    status: 403,
    text: (origin: string) =>
      `The request comes from another site (${origin}). Pages of other sites may not use this server.`,
  },
  foreignHost: {
    code: 'AccessDeniedException',
    status: 403,
    text: (host: string) =>
      `The request is for the host ${JSON.stringify(host)}, which is neither loopback nor allowed. Allow it with --allowed-host.`,
  },
  noRoom: {
    code: 'ThrottledException',
    status: 429,
    text: () => 'There is no room for more segments at the moment. Send them again after a pause.',
  },
  tooManyStreams: {
    code: 'ThrottledException',
    status: 429,
    text: (limit: number) =>
      `${limit} live streams are open, and there may be no more. Close one, or ask now and then instead.`,
  },
  tooManyLiveFilters: {
    code: 'ThrottledException',
    status: 429,
    text: (limit: number) =>
      `The open live streams have ${limit} different filters, and there may be no more. Close one, or ask now and then instead.`,
  },
  diskFull: {
    code: 'ThrottledException',
    status: 429,
    text: (problem: string) => `${problem} Nothing more is accepted until there is room. Send it again later.`,
  },
  groupsBusy: {
    code: 'ThrottledException',
    status: 429,
    text: () =>
      'Groups change between two loads, and the load at work has not ended for 10 s. Send the request again later.',
  },
  controlAway: {
    code: 'ServiceUnavailable',
    status: 503,
    text: () =>
      'Settings are changed by the control server, and that does not answer, or --control does not name it. Send the request again later.',
  },
  stopping: {
    code: 'ServiceUnavailable',
    status: 503,
    text: () => 'The server is shutting down. Send the request again in a moment.',
  },
  internal: {
    code: 'InternalFailure',
    status: 500,
    text: (requestId: string) => `The server failed to answer. Its log names the reason beside request ${requestId}.`,
  },
  // Fastify's own refusals of malformed HTTP.
  malformedRequest: {
    code: 'MalformedHttpRequestException',
    status: 400,
    text: (problem: string) => `The HTTP request cannot be read: ${problem}.`,
  },
} satisfies Record<string, ErrorRow>

export type ErrorName = keyof typeof errors

/** An error on its way to the client. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = status
  }
}

/** The error of that row of the table, with the values at fault. */
export function apiError<Name extends ErrorName>(
  name: Name,
  ...details: Parameters<(typeof errors)[Name]['text']>
): ApiError {
  const row: ErrorRow = errors[name]
  return new ApiError(row.code, row.status, row.text(...(details as never[])))
}

/** What keeps a server from starting. The message is for the person at the terminal and says what to do. */
export const startErrors = {
  portTaken: (host: string, port: number, protocol: 'TCP' | 'UDP') =>
    `Port ${port}/${protocol} on ${host} is taken, perhaps by an X-Ray daemon or another Roentgen. Stop it, or choose another port with --port N (--port 0 takes a free one).`,
  noFreePort: (host: string, attempts: number) =>
    `No number was free for both UDP and TCP on ${host} in ${attempts} attempts. Choose one with --port N.`,
  cannotListen: (host: string, port: number, protocol: 'TCP' | 'UDP', problem: string) =>
    `Cannot listen on ${host}:${port}/${protocol} (${problem}). Choose another address with --host and --port.`,
  needsNoAuth: (host: string) =>
    `Binding ${host} lets other machines read and write traces, and this version has no keys yet. Stay on 127.0.0.1, or say --no-auth when the network itself keeps strangers out.`,
  workerAlone: () =>
    'A worker writes into a ClickHouse that it shares with a control server. Name it with --clickhouse, or leave --role out.',
  noDataDir: (dataDir: string, problem: string) =>
    `The data directory ${dataDir} cannot be made or used (${problem}). Choose a folder that you may write to with --data-dir.`,
  badSetting: (name: string, value: unknown, wanted: string) =>
    `${name} is ${JSON.stringify(value)}; it must be ${wanted}.`,
} as const

/** The server could not start. `message` names the reason and the way out. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
