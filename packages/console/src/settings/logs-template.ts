import { textChoice } from '../view/choice.ts'

/** What a template may name, and what it stands for. */
export const logsFields = ['traceId', 'service', 'start', 'end'] as const
export type LogsFields = Readonly<Record<(typeof logsFields)[number], string>>

/** What an address is tried out with. */
export const sampleFields: LogsFields = {
  traceId: '1-58406520-a006649127e371903a2de979',
  service: 'Frontend',
  start: '2026-11-23T10:00:00.000Z',
  end: '2026-11-23T10:00:01.000Z',
}

/** The address of a person's log search, with fields to be filled in. */
export const logsTemplate = textChoice('roentgen.logs-template')

/**
 * What is wrong with a template, in words; undefined where it can be used. Only addresses of the web: a link must not
 * run anything.
 */
export function templateFault(template: string): string | undefined {
  const unknown = [...template.matchAll(/\{(\w*)\}/g)].map(([, field = '']) => field).find((field) => !isField(field))
  if (unknown !== undefined) return `There is no field {${unknown}}: ${logsFields.map((one) => `{${one}}`).join(', ')}.`
  const url = URL.parse(template.replace(/\{\w+\}/g, 'x'))
  if (url === null) return 'This is no address. It begins with https:// or http://.'
  return url.protocol === 'https:' || url.protocol === 'http:'
    ? undefined
    : 'The address begins with https:// or http://.'
}

/** The address of the logs; undefined where the template cannot be used. */
export function logsAddress(template: string, fields: LogsFields): string | undefined {
  if (templateFault(template) !== undefined) return undefined
  return template.replace(/\{(\w+)\}/g, (all, field: string) =>
    isField(field) ? encodeURIComponent(fields[field]) : all,
  )
}

function isField(field: string): field is keyof LogsFields {
  return logsFields.some((one) => one === field)
}
