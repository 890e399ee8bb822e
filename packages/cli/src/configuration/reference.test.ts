import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { valuesOf } from './file-values.ts'
import { flagOf, type Setting, settingIds, settings, variableOf } from './settings.ts'

const reference = await readFile(
  fileURLToPath(new URL('../../../../docs/reference/configuration.md', import.meta.url)),
  'utf8',
)

test('the table of docs/reference/configuration.md is the table of settings', () => {
  const rows = reference.split('\n').filter((line) => line.startsWith('| `--'))
  expect(rows).toEqual(
    settingIds.map((id) => {
      const setting: Setting = settings[id]
      const flag = `${flagOf(setting)}${setting.placeholder === undefined ? '' : ` ${setting.placeholder}`}`
      return `| \`${flag}\` | \`${variableOf(setting)}\` | \`${setting.name}\` | ${setting.byDefault} | ${setting.what} |`
    }),
  )
})

test('the file that the reference shows can be read', () => {
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(reference) ?? []
  const values = valuesOf(
    example,
    'roentgen.yaml',
    settingIds.map((id) => settings[id].name),
  )
  expect([...values.keys()]).toEqual(Object.keys(parse(example)))
  for (const id of settingIds) {
    const setting: Setting = settings[id]
    const value = values.get(setting.name)
    if (value !== undefined) expect(setting.reader.read(value.text), setting.name).toBeDefined()
  }
})

test('every default that is a value is one that its setting takes', () => {
  for (const id of settingIds) {
    const { byDefault, reader, name }: Setting = settings[id]
    if (!/[, ]/.test(byDefault)) expect(reader.read(byDefault), name).toBeDefined()
  }
})
