import { describe, expect, test } from 'vitest'
import { logsAddress, templateFault } from './logs-template.ts'

const fields = {
  traceId: '1-a-b',
  service: 'a&b <c>',
  start: '2026-11-23T10:00:00.000Z',
  end: '2026-11-23T10:00:01.000Z',
}

test('the fields of a template are filled in, so that they stay values', () => {
  expect(logsAddress('https://logs.example/?q={service}%20{traceId}&from={start}', fields)).toBe(
    'https://logs.example/?q=a%26b%20%3Cc%3E%201-a-b&from=2026-11-23T10%3A00%3A00.000Z',
  )
})

describe('a template is refused', () => {
  test.each([
    '',
    'logs.example',
    'javascript:alert({traceId})',
    'data:text/html,x',
    'https://x/?{trace}',
    '{service}://x',
  ])('%j', (template) => {
    expect(templateFault(template)).toBeTypeOf('string')
    expect(logsAddress(template, fields)).toBeUndefined()
  })
})
