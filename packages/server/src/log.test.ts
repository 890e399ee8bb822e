import { expect, test } from 'vitest'
import { openLog } from './log.ts'

test('each line of the log is one JSON object with its time, level, words and fields; quieter levels say nothing', () => {
  const lines: string[] = []
  const log = openLog('info', { write: (line) => lines.push(line) })
  log.debug('not this')
  log.warn({ step: 'summaries', reason: 'two\nlines' }, 'a load has to wait')
  log.error({ err: new Error('broken') }, 'a thread died')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: 40,
      time: expect.any(String),
      name: 'roentgen',
      step: 'summaries',
      reason: 'two\nlines',
      msg: 'a load has to wait',
    },
    expect.objectContaining({ level: 50, msg: 'a thread died', err: expect.objectContaining({ message: 'broken' }) }),
  ])
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
})
