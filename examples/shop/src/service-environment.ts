import type { Names } from './network/cluster-agent.ts'
import { orderQueueNode } from './service-table.ts'

/** What a service is told by its environment, as the lab's config map tells it. */
export interface ServiceSurroundings {
  readonly names: Names
  /** `host:port` */
  readonly daemonAddress: string
  readonly tracesUrl: string
  readonly dynamodb: string
  readonly sqs: string
  readonly redis: string
}

/** Nothing may look for an account, a region or credentials elsewhere, least of all at the address of EC2's metadata. */
export function awsEnvironment(): Readonly<Record<string, string>> {
  const region = process.env.AWS_REGION ?? 'us-east-1'
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'shop',
    AWS_SECRET_ACCESS_KEY: 'shop',
    AWS_EC2_METADATA_DISABLED: 'true',
    ORDER_QUEUE: orderQueueNode,
    // A proxy of the user's network knows none of the names.
    NO_PROXY: '*',
    no_proxy: '*',
  }
}

export function serviceEnvironment(around: ServiceSurroundings): Readonly<Record<string, string>> {
  return {
    ...awsEnvironment(),
    NODE_ENV: 'production',
    SHOP_NAMES: JSON.stringify(around.names),
    AWS_XRAY_DAEMON_ADDRESS: around.daemonAddress,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_ENDPOINT_URL_DYNAMODB: around.dynamodb,
    AWS_ENDPOINT_URL_SQS: around.sqs,
    REDIS_ENDPOINT: around.redis,
    CATALOG_ENDPOINT: 'catalogservice',
    CART_ENDPOINT: 'cartservice',
    ORDER_ENDPOINT: 'orderservice',
    RECOMMENDER_ENDPOINT: 'recommenderservice',
    IMAGE_ENDPOINT: 'imageservice',
    TRACES_URL: around.tracesUrl,
  }
}
