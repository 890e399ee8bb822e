import { expect, test } from 'vitest'
import { typeText } from './entity-types.ts'

test.each([
  ['AWS::ECS::Container', 'ECS container'],
  ['AWS::EC2::Instance', 'EC2 instance'],
  ['AWS::DynamoDB::Table', 'DynamoDB table'],
  ['AWS::SQS', 'SQS'],
  ['AWS::SQS::Queue', 'SQS queue'],
  ['AWS::Lambda', 'Lambda context'],
  ['AWS::Lambda::Function', 'Lambda function'],
  ['AWS::ApiGateway::Stage', 'API Gateway stage'],
  ['AWS::ElasticBeanstalk::Environment', 'Elastic Beanstalk environment'],
  ['AWS::Kinesis::VideoStream', 'Kinesis video stream'],
  ['remote', 'Remote service'],
  ['client', 'Client'],
  ['', 'Service'],
  ['toString', 'toString'],
  ['AWS::', 'AWS::'],
  ['AWS::EC2::VPC', 'EC2 VPC'],
  ['my::own::Type', 'my::own::Type'],
])('%s reads %s', (type, text) => {
  expect(typeText(type)).toBe(text)
})
