import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { roentgen, serving } from './fixtures/roentgen.ts'

const readme = fileURLToPath(new URL('../../../README.md', import.meta.url))
const checkout = fileURLToPath(new URL('../../..', import.meta.url))

test('the commands of the README print what the README says', async () => {
  const [, block = ''] = /```console\n(.*?)```/s.exec(await readFile(readme, 'utf8')) ?? []
  const examples = block.split(/^\$ npx roentgen /m).slice(1)
  expect(examples.length).toBeGreaterThan(2)
  await using server = await serving()
  for (const example of examples) {
    const [command = '', ...lines] = example.trimEnd().split('\n')
    const args = command.split(' ').map((word) => (word.startsWith('docs/') ? checkout + word : word))
    const { stdout } = await roentgen(args, {
      environment: { ROENTGEN_URL: server.url, COLUMNS: '110', NO_COLOR: '1' },
    })
    // A line of its own with an ellipsis stands for the rest.
    const shown = lines.slice(0, lines.includes('…') ? lines.indexOf('…') : undefined).filter((line) => line !== '')
    expect(stdout.split('\n').slice(0, shown.length)).toEqual(shown)
  }
}, 30_000)
