import type { ExceptionDigest } from './digest.ts'

/**
 * The codes that AWS's own SDKs retry as throttling, all about a rate. Left out of their list on purpose:
 * LimitExceededException (a quota of things in most services) and TransactionInProgressException (a conflict).
 */
const throttlingCodes = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'KMSThrottlingException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
  'TooManyRequestsException',
])

/** Whether an exception says that the callee refused for its rate. */
export function isThrottling(exception: ExceptionDigest): boolean {
  if (throttlingCodes.has(lastWord(exception.type))) return true
  const code = codeInMessage.exec(exception.message)
  return code !== null && throttlingCodes.has(code[1] ?? code[2] ?? code[3] ?? '')
}

// Codes without a class of their own come under a general one, with the code in the message:
// botocore's ClientError, Java's AmazonServiceException, Go's smithy.OperationError.
const codeInMessage = /^An error occurred \((\w{1,60})\)|; Error Code: (\w{1,60});|\bapi error (\w{1,60}):/

/** `com.amazonaws.….ThrottlingException`, `Aws::DynamoDB::Errors::ThrottlingException` and `*types.ThrottlingException` name one thing. */
function lastWord(type: string): string {
  return type.slice(Math.max(type.lastIndexOf('.'), type.lastIndexOf(':'), type.lastIndexOf('#')) + 1)
}
