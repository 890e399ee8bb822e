import { describe, expect, test } from 'vitest'
import { valuesOf } from './file-values.ts'

const names = ['port', 'data-dir', 'retention', 'allowed-host', 'no-auth']
const read = (text: string) => Object.fromEntries(valuesOf(text, 'roentgen.yaml', names))

describe('a file of settings', () => {
  test('gives each value as it was written, and its line', () => {
    const text =
      '# ours\nport: 2001\nretention: "7d"\n\nno-auth: true\nallowed-host:\n  - traces.example\n  - 10.0.0.1\n'
    expect(read(text)).toEqual({
      port: { text: '2001', line: 2 },
      retention: { text: '7d', line: 3 },
      'no-auth': { text: 'true', line: 5 },
      'allowed-host': { text: 'traces.example,10.0.0.1', line: 6 },
    })
  })

  test.each(['', '# nothing\n', '---\n', '--- {}\n'])('may be empty: %j', (text) => {
    expect(read(text)).toEqual({})
  })

  test('may use anchors', () => {
    expect(read('port: &p 2001\nretention: *p\n')).toMatchObject({ retention: { text: '2001', line: 2 } })
  })

  test.each([
    ['port: 1\nretenton: 7d\n', 'roentgen.yaml:2: "retenton" is no setting. Is retention meant?'],
    ['data_dir: x\n', 'roentgen.yaml:1: "data_dir" is no setting. Is data-dir meant?'],
    ['dataDir: x\n', 'Is data-dir meant?'],
    ['colour: blue\n', 'roentgen.yaml:1: "colour" is no setting. `roentgen config` lists them.'],
    ['__proto__: 1\n', '"__proto__" is no setting.'],
    ['port: 1\nport: 2\n', 'roentgen.yaml:2 cannot be read as settings: Map keys must be unique'],
    ['port: 1\n\tretention: 2d\n', 'roentgen.yaml:2 cannot be read as settings:'],
    ['port: [1\n', 'roentgen.yaml:2 cannot be read as settings:'],
    ['- port\n', 'roentgen.yaml:1 cannot be read as settings: it must be lines such as "retention: 30d".'],
    ['port\n', 'it must be lines such as'],
    ['port: 1\n---\nport: 2\n', 'roentgen.yaml:2 cannot be read as settings: there must be one document.'],
    ['port: 1\nretention:\n', 'roentgen.yaml:2 cannot be read as settings: retention has no value.'],
    ['retention: { days: 3 }\n', 'retention must not have keys of its own.'],
    ['? [a]\n: 1\n', 'a key must be a name'],
  ])('that says %j is refused with the line', (text, message) => {
    expect(() => read(text)).toThrow(message)
  })
})
