const named: Readonly<Record<string, string>> = {
  '': 'Service',
  client: 'Client',
  remote: 'Remote service',
  'Database::SQL': 'SQL database',
  'AWS::APIGateway::Stage': 'API Gateway stage',
  'AWS::ApiGateway::Stage': 'API Gateway stage',
  'AWS::AppRunner::Service': 'App Runner service',
  'AWS::AppSync::GraphQLAPI': 'AppSync GraphQL API',
  'AWS::ECS::EC2': 'ECS on EC2',
  'AWS::ECS::Fargate': 'ECS on Fargate',
  'AWS::ElasticBeanstalk::Environment': 'Elastic Beanstalk environment',
  'AWS::Lambda': 'Lambda context',
  'AWS::StepFunctions::StateMachine': 'Step Functions state machine',
}

/**
 * What people call an X-Ray type: `AWS::DynamoDB::Table` → `DynamoDB table`. A type that follows no known form stands
 * for itself.
 *
 * Source: the trace map of the CloudWatch console, which writes friendly types below the names.
 */
export function typeText(type: string): string {
  if (Object.hasOwn(named, type)) return named[type] ?? type
  const [first, service, kind, ...more] = type.split('::')
  if (first !== 'AWS' || service === undefined || service === '' || more.length > 0) return type
  return kind === undefined ? service : `${service} ${inWords(kind)}`
}

/** `StateMachine` → `state machine`; what is no such word stays. */
function inWords(kind: string): string {
  return /^(?:[A-Z][a-z0-9]+)+$/.test(kind) ? kind.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase() : kind
}
