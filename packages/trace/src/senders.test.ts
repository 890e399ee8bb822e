import { expect, test } from 'vitest'
import { admit, datagramLimits } from './index.ts'

// What senders are known to print, beyond the captures: loose in one way or another, and admitted.
const senders = [
  {
    sender: 'Envoy, with empty strings for what is absent',
    document: `{"name":"front","id":"c7ad2eb1a1b0f4a6","trace_id":"1-581cf771-a006649127e371903a2de979","start_time":1478293361.271,"end_time":1478293361.449,"parent_id":"","type":"","origin":"AWS::AppMesh::Proxy","http":{"request":{"url":"http://a/","method":"GET"},"response":{"status":503,"content_length":-1}},"error":false,"fault":true,"throttle":false,"annotations":{"response_flags":"UH"}}`,
    flags: { error: false, fault: true, throttle: false },
  },
  {
    sender: 'API Gateway',
    document: `{"id":"69a8b2c0d3e4f506","name":"shop-api/prod","start_time":1.499473411677E9,"trace_id":"1-595f9a83-a006649127e371903a2de979","end_time":1.499473411777E9,"http":{"request":{"url":"https://x.execute-api.us-east-1.amazonaws.com/prod","method":"GET","user_agent":"curl","client_ip":"203.0.113.9","x_forwarded_for":true},"response":{"status":429,"content_length":0}},"aws":{"api_gateway":{"account_id":"123456789012","rest_api_id":"x","stage":"prod"},"account_id":"123456789012","xray":{"sampled":true}},"origin":"AWS::ApiGateway::Stage","resource_arn":"arn:aws:apigateway:us-east-1::/restapis/x/stages/prod"}`,
    flags: { error: true, fault: false, throttle: true },
  },
  {
    sender: 'Lambda, an attempt and its overhead',
    document: `{"id":"4f3e2d1c0b9a8877","name":"resize","start_time":1.499473411677E9,"trace_id":"1-595f9a83-a006649127e371903a2de979","end_time":1.499473411777E9,"parent_id":"69a8b2c0d3e4f506","aws":{"function_arn":"arn:aws:lambda:us-east-1:123456789012:function:resize","resource_names":["resize"]},"origin":"AWS::Lambda::Function","subsegments":[{"id":"4f3e2d1c0b9a8878","name":"Attempt #1","start_time":1.499473411677E9,"end_time":1.499473411777E9,"aws":{"function_arn":"arn:aws:lambda:us-east-1:123456789012:function:resize"},"http":{"response":{"status":"200","content_length":"12"}}},{"id":"4f3e2d1c0b9a8879","name":"Overhead","start_time":1499473411,"end_time":1499473411}]}`,
    flags: { error: false, fault: false, throttle: false },
  },
  {
    sender: 'the Java SDK, an exception that it recorded elsewhere',
    document: `{"name":"Scorekeep","id":"2ee5e1e2f9f1c1ab","start_time":1.499473411677E9,"trace_id":"1-595f9a83-a006649127e371903a2de979","end_time":1.499473411777E9,"fault":true,"cause":"c1ab2ee5e1e2f9f1","user":"5M388M1E","origin":"AWS::ElasticBeanstalk::Environment","aws":{"elastic_beanstalk":{"version_label":"app-5a56-170119_190650","deployment_id":406,"environment_name":"scorekeep"},"ec2":{"availability_zone":"us-west-2c","instance_id":"i-0d5e2a7f"},"xray":{"sdk_version":"1.1.0-beta","sdk":"X-Ray for Java"}},"service":{"runtime":"OpenJDK","version":""},"subsegments":[{"id":"2ee5e1e2f9f1c1ac","name":"orders@db.local","start_time":1.499473411677E9,"end_time":1.499473411777E9,"namespace":"remote","sql":{"url":"jdbc:x","preparation":"statement"},"precursor_ids":[]}]}`,
    flags: { error: false, fault: true, throttle: false },
  },
  {
    sender: 'the Go SDK, a segment that begins',
    document: `{"trace_id":"1-595f9a83-a006649127e371903a2de979","id":"2ee5e1e2f9f1c1ab","name":"localhost:8000","start_time":1.4994734116770003e+09,"in_progress":true,"http":{"request":{}},"aws":{"xray":{"sdk_version":"1.8.4","sdk":"X-Ray for Go"}},"service":{"compiler":"gc","compiler_version":"go1.22"},"annotations":{},"metadata":{"default":{}}}`,
    flags: { error: false, fault: false, throttle: false },
  },
  {
    sender: "OpenTelemetry's exporter, a span of its own with links",
    document: `{"name":"DynamoDB","id":"2ee5e1e2f9f1c1ab","trace_id":"1-595f9a83-a006649127e371903a2de979","parent_id":"69a8b2c0d3e4f506","type":"subsegment","namespace":"aws","start_time":1499473411.677,"end_time":1499473411.777,"error":true,"fault":false,"throttle":false,"cause":{"working_directory":"","exceptions":[{"id":"2ee5e1e2f9f1c1ad","type":"ConditionalCheckFailedException","message":"The conditional request failed"}]},"aws":{"operation":"PutItem","table_name":"Cart","xray":{"sdk":"opentelemetry for java","sdk_version":"1.30","auto_instrumentation":true}},"annotations":{"http.route":"/cart"},"metadata":{"default":{"otel.resource.service.name":"cart"}},"links":[{"trace_id":"1-595f9a83-a006649127e371903a2de97a","id":"69a8b2c0d3e4f507","attributes":{}}]}`,
    flags: { error: true, fault: false, throttle: false },
  },
]

test.each(senders)('a document of $sender is admitted', ({ document, flags }) => {
  const admission = admit(document, datagramLimits)
  if (!admission.ok) throw new Error(admission.rejection.reason)
  expect(admission.document.digest.span).toMatchObject(flags)
  expect(admission.document.text).toBe(document)
})
