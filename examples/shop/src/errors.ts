/** Something that whoever asked can mend. The control page answers it with its status. */
export class ShopError extends Error {
  override readonly name = 'ShopError'
  readonly code: string
  readonly status: number
  constructor(code: string, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

export const errors = {
  unknownService: (text: string) =>
    new ShopError(
      'UnknownService',
      404,
      `There is no service "${text}". The six are frontend, imageservice, catalogservice, cartservice, orderservice and recommenderservice.`,
    ),
  unknownTable: (text: string) =>
    new ShopError('UnknownTable', 404, `There is no table "${text}". The shop has one, ProductCatalog.`),
  badRequest: (what: string) => new ShopError('BadRequest', 400, what),
  forbidden: (what: string) => new ShopError('Forbidden', 403, what),
  notFound: (path: string) => new ShopError('NotFound', 404, `There is nothing at ${path}.`),
  notYetOpen: () =>
    new ShopError('NotYetOpen', 503, 'The shop is starting. Its control page is here when all six services are ready.'),
  portTaken: (port: number) =>
    new ShopError(
      'PortTaken',
      409,
      `Port ${port} is taken by another program. Choose another with --shop-port, or 0 for a free one.`,
    ),
  notStarted: (name: string, patienceSeconds: number, log: readonly string[]) =>
    new ShopError('NotStarted', 500, `${name} did not come up within ${patienceSeconds} s.${lastWords(log)}`),
  endedEarly: (name: string, log: readonly string[]) =>
    new ShopError('EndedEarly', 500, `${name} ended while it started.${lastWords(log)}`),
  backendsSilent: (seconds: number) =>
    new ShopError('BackendsSilent', 503, `DynamoDB did not answer within ${seconds} s. Try again.`),
  backendsFailed: (why: string) => new ShopError('BackendsFailed', 503, `DynamoDB did not do that: ${why}`),
  /** A bug of ours. */
  broken: (error: unknown) => new ShopError('Broken', 500, `The shop broke over this: ${String(error)}`),
  rolling: (name: string) =>
    new ShopError('Rolling', 409, `${name} is being replaced already. Wait until that has ended.`),
  notHealthy: (name: string, source: string, log: readonly string[]) =>
    new ShopError(
      'NotHealthy',
      422,
      `${name} from ${source} did not become healthy, so the old one stays.${lastWords(log)}`,
    ),
  notAService: (folder: string, wanted: string) =>
    new ShopError(
      'NotAService',
      400,
      `${folder} holds no ${wanted}. \`roentgen shop edit SERVICE\` makes such a folder.`,
    ),
  folderExists: (folder: string) =>
    new ShopError('FolderExists', 409, `${folder} exists already. Name another folder, or remove it first.`),
  noPython: (why: string) =>
    new ShopError(
      'NoPython',
      500,
      `The services in Python need python3 (3.9 or later) with venv and, this once, a package index: ${why} Without --python the shop needs only Node.`,
    ),
}

function lastWords(log: readonly string[]): string {
  return log.length > 0 ? ` Its last words:\n${log.slice(-8).join('\n')}` : ' It printed nothing.'
}
