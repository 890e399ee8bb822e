import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const documents = [
  ...readdirSync(root),
  ...['docs', 'deploy', 'examples/shop', 'bench', 'endure'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
].filter((name) => name.endsWith('.md'))

test.each(documents)('%s links to files that are there', (document) => {
  const links = [...readFileSync(join(root, document), 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(
    ([, link = '']) => link,
  )
  const dead = links.filter((link) => !/^\w+:/.test(link) && !existsSync(join(root, dirname(document), link)))
  expect(dead).toEqual([])
})
