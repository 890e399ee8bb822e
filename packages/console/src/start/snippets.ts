/** A way to send traces: what to write and to run, in order. */
export interface Way {
  readonly id: string
  readonly name: string
  readonly steps: readonly Step[]
  /** What one must know of it. */
  readonly note?: string
}

interface Step {
  readonly what: string
  readonly text: string
}

const untried =
  'It reads the same variable as the other X-Ray SDKs. Roentgen’s tests run the SDKs for Node and Python; this one has not been tried here yet.'

/** @param address HOST:PORT at which this server takes segments over UDP and the X-Ray API over TCP */
export function waysTo(address: string): readonly Way[] {
  const variable = `AWS_XRAY_DAEMON_ADDRESS=${address}`
  return [
    {
      id: 'node',
      name: 'Node',
      steps: [
        { what: 'Once', text: 'npm install aws-xray-sdk' },
        {
          what: 'Before and after the routes of an Express app',
          text: `const AWSXRay = require('aws-xray-sdk')
AWSXRay.captureHTTPsGlobal(require('http'))
app.use(AWSXRay.express.openSegment('my-app'))
// the app's routes
app.use(AWSXRay.express.closeSegment())`,
        },
        { what: 'Run it', text: `${variable} node app.js` },
      ],
    },
    {
      id: 'python',
      name: 'Python',
      steps: [
        { what: 'Once', text: 'pip install aws-xray-sdk' },
        {
          what: 'In a Flask app',
          text: `from aws_xray_sdk.core import patch_all, xray_recorder
from aws_xray_sdk.ext.flask.middleware import XRayMiddleware

xray_recorder.configure(service='my-app')
XRayMiddleware(app, xray_recorder)
patch_all()`,
        },
        { what: 'Run it', text: `${variable} flask run` },
      ],
    },
    {
      id: 'java',
      name: 'Java',
      note: untried,
      steps: [
        { what: 'Dependency', text: 'com.amazonaws:aws-xray-recorder-sdk-core' },
        {
          what: 'In a Spring app',
          text: `@Bean
public Filter tracingFilter() {
  return new AWSXRayServletFilter("my-app");
}`,
        },
        { what: 'Run it', text: `${variable} java -jar app.jar` },
      ],
    },
    {
      id: 'go',
      name: 'Go',
      note: untried,
      steps: [
        { what: 'Once', text: 'go get github.com/aws/aws-xray-sdk-go/v2' },
        {
          what: 'Around a handler',
          text: 'http.Handle("/", xray.Handler(xray.NewFixedSegmentNamer("my-app"), handler))',
        },
        { what: 'Run it', text: `${variable} go run .` },
      ],
    },
    {
      id: 'dotnet',
      name: '.NET',
      note: untried,
      steps: [
        { what: 'Once', text: 'dotnet add package AWSXRayRecorder' },
        { what: 'First in the pipeline of an ASP.NET Core app', text: 'app.UseXRay("my-app");' },
        { what: 'Run it', text: `${variable} dotnet run` },
      ],
    },
    {
      id: 'ruby',
      name: 'Ruby',
      note: untried,
      steps: [
        { what: 'Gemfile of a Rails app', text: "gem 'aws-xray-sdk', require: ['aws-xray-sdk/facets/rails/railtie']" },
        {
          what: 'config/initializers/aws_xray.rb',
          text: "Rails.application.config.xray = { name: 'my-app', patch: %I[net_http aws_sdk], active_record: true }",
        },
        { what: 'Run it', text: `${variable} rails server` },
      ],
    },
    {
      id: 'cli',
      name: 'AWS CLI',
      note: 'Credentials may be anything: they are not looked at.',
      steps: [
        {
          what: 'Ask for the map of the last quarter of an hour',
          text: `aws xray get-service-graph --endpoint-url http://${address} --region us-east-1 \\
  --start-time $(($(date +%s) - 900)) --end-time $(date +%s)`,
        },
        {
          what: 'Send a segment',
          text: `now=$(date +%s)
aws xray put-trace-segments --endpoint-url http://${address} --region us-east-1 --trace-segment-documents \\
  '{"trace_id":"1-'$(printf %08x $now)'-'$(openssl rand -hex 12)'","id":"'$(openssl rand -hex 8)'","name":"my-app","start_time":'$now',"end_time":'$now'.2}'`,
        },
      ],
    },
    {
      id: 'daemon',
      name: 'X-Ray daemon',
      note: 'Apps can send here directly, so a daemon is only needed where one runs already. It has not been tried with Roentgen yet; the settings are those that AWS documents.',
      steps: [
        {
          what: 'xray.yaml',
          text: `Version: 2
Region: us-east-1
LocalMode: true
Endpoint: http://${address}
Socket:
  UDPAddress: 127.0.0.1:2002
  TCPAddress: 127.0.0.1:2002`,
        },
        { what: 'Run it', text: 'AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any xray --config xray.yaml' },
      ],
    },
    {
      id: 'collector',
      name: 'OpenTelemetry',
      note: 'OTLP is not received yet. A collector with the awsxray exporter turns spans into segments; it has not been tried with Roentgen yet, and the settings are those that its documentation names.',
      steps: [
        {
          what: 'In the collector’s configuration',
          text: `exporters:
  awsxray:
    endpoint: http://${address}
    region: us-east-1
    local_mode: true
service:
  pipelines:
    traces:
      receivers: [otlp]
      exporters: [awsxray]`,
        },
      ],
    },
    {
      id: 'shop',
      name: 'The shop',
      note: 'Six services with the real X-Ray SDK, customers who walk about in them, and faults to make. It comes with Roentgen.',
      steps: [{ what: 'In a checkout of Roentgen', text: `npm start -- shop --url http://${address}` }],
    },
  ]
}
