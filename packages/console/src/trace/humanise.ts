const capitals: Readonly<Record<string, string>> = {
  api: 'API',
  ami: 'AMI',
  arn: 'ARN',
  aws: 'AWS',
  cpu: 'CPU',
  db: 'DB',
  dns: 'DNS',
  ec2: 'EC2',
  ecs: 'ECS',
  eks: 'EKS',
  http: 'HTTP',
  id: 'ID',
  ip: 'IP',
  sdk: 'SDK',
  sql: 'SQL',
  tls: 'TLS',
  url: 'URL',
  uri: 'URI',
  xray: 'X-Ray',
}

/** `table_name` → `Table name`, `request_id` → `Request ID`: how the X-Ray console writes the keys of a document. */
export function humanise(key: string): string {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(key)) return key
  const words = key.split('_').map((word) => (Object.hasOwn(capitals, word) ? (capitals[word] ?? word) : word))
  const [first = '', ...rest] = words
  return [first.slice(0, 1).toUpperCase() + first.slice(1), ...rest].join(' ')
}
