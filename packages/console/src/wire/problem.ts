/** Why a question to the server was not answered. */
export class Problem extends Error {
  /** X-Ray's code, or `Unreachable` when no server answered, or `UnexpectedAnswer`. */
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 0) {
    super(message)
    this.code = code
    this.status = status
  }
}
