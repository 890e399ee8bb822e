import type { HttpDigest } from './digest.ts'
import { textOf } from './field-text.ts'
import { isObject, type JsonValue } from './json.ts'

/** The part of `http` that X-Ray indexes; undefined where it says nothing of that. */
export function digestHttp(http: JsonValue | undefined): HttpDigest | undefined {
  if (!isObject(http)) return undefined
  const request = isObject(http.request) ? http.request : {}
  const response = isObject(http.response) ? http.response : {}
  const method = textOf(request.method)
  const url = textOf(request.url)
  const userAgent = textOf(request.user_agent)
  const clientIp = textOf(request.client_ip)
  const status = statusOf(response.status)
  if (
    method === undefined &&
    url === undefined &&
    userAgent === undefined &&
    clientIp === undefined &&
    status === undefined
  )
    return undefined
  return { method, url, userAgent, clientIp, status }
}

const threeDigits = /^[1-9]\d\d$/

/** Some senders print the status as a string; 0 and -1 are their way to say that no answer came. */
function statusOf(status: JsonValue | undefined): number | undefined {
  if (typeof status === 'number') return Number.isInteger(status) && status >= 100 && status <= 999 ? status : undefined
  return typeof status === 'string' && threeDigits.test(status) ? Number(status) : undefined
}
