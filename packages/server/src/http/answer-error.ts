import { StoreError } from '@roentgen/store'
import { ApiError, apiError } from '../errors.ts'

/** The error as the client may see it: what is unknown becomes InternalFailure, its words stay in the log. */
export function publicError(error: unknown, requestId: string): ApiError {
  return knownError(error) ?? fastifyRefusal(error) ?? apiError('internal', requestId)
}

/** An error whose words are meant for a client, in X-Ray's terms. */
export function knownError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error
  if (!(error instanceof StoreError)) return undefined
  if (error.status === 503) return new ApiError('ServiceUnavailable', 503, error.message)
  if (error.status === 499) return new ApiError(error.code, 499, error.message)
  if (error.status === 400) return new ApiError('InvalidRequestException', 400, error.message)
  return undefined
}

// Fastify's own refusals have a status.
function fastifyRefusal(error: unknown): ApiError | undefined {
  if (!(error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')) return undefined
  if (error.statusCode >= 500 || error.statusCode < 400) return undefined
  return apiError('malformedRequest', error.message)
}
