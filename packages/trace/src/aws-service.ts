/**
 * How X-Ray writes the AWS services that people call most, under each spelling that an SDK is known to send, without
 * case, spaces, signs and a leading Amazon or AWS: `dynamodb` (Python, Go), `DynamoDb` (Java 2), `AmazonDynamoDBv2`
 * (Java 1), `DynamoDBv2` (.NET), `DynamoDB` (Node, Ruby).
 */
const services: { readonly [canonical: string]: readonly string[] } = {
  ApiGatewayManagementApi: [],
  AppConfig: [],
  Athena: [],
  BedrockRuntime: [],
  CloudFormation: [],
  CloudFront: [],
  CloudWatch: ['monitoring'],
  CloudWatchLogs: ['logs'],
  CognitoIdentity: [],
  CognitoIdentityProvider: ['cognitoidp'],
  DynamoDB: ['dynamodbv2'],
  DynamoDBStreams: [],
  EC2: [],
  ECR: [],
  ECS: [],
  EKS: [],
  ElastiCache: [],
  ElasticsearchService: ['es'],
  EventBridge: ['events', 'cloudwatchevents'],
  Firehose: ['kinesisfirehose'],
  Glue: [],
  IAM: ['identitymanagement'],
  Kinesis: [],
  KMS: ['keymanagementservice'],
  Lambda: [],
  OpenSearch: ['opensearchservice'],
  RDS: [],
  RDSDataService: ['rdsdata'],
  Redshift: [],
  RedshiftData: ['redshiftdataapiservice'],
  Route53: [],
  S3: ['simplestorageservice'],
  SageMakerRuntime: [],
  SecretsManager: [],
  SES: ['simpleemailservice', 'email'],
  SESv2: ['simpleemailservicev2'],
  SNS: ['simplenotificationservice'],
  SQS: ['simplequeueservice'],
  SSM: ['simplesystemsmanagement', 'systemsmanager'],
  StepFunctions: ['states', 'sfn'],
  STS: ['securitytokenservice'],
}

const canonicalByKey = new Map<string, string>()
for (const [canonical, others] of Object.entries(services))
  for (const key of [canonical.toLowerCase(), ...others]) canonicalByKey.set(key, canonical)

// Names as they were sent, so that the signs are stripped once. Bounded: names come from outside.
const seen = new Map<string, string>()
const mostSeen = 1000

/** X-Ray's spelling of an AWS service that a subsegment names; the name as sent where it is not known. */
export function awsService(name: string): string {
  const known = seen.get(name)
  if (known !== undefined) return known
  const key = name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(amazon|aws)(?=.)/, '')
  // A copy: a name that was cut out of its document would keep all of that in memory.
  const own = [name.slice(0, 1), name.slice(1)].join('')
  const canonical = canonicalByKey.get(key) ?? own.replace(/^AWS::(?=.)/, '')
  if (seen.size >= mostSeen) seen.clear()
  seen.set(own, canonical)
  return canonical
}
