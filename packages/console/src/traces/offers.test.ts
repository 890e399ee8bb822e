import { expect, test } from 'vitest'
import { type Offered, offersAt } from './offers.ts'

const stored: Readonly<Record<string, readonly string[]>> = {
  url: ['http://shop/', 'http://shop/cart'],
  annotation: ['tenant', 'UserID'],
  'annotation[tenant]': ['gold "1"', 'silver'],
}

/** What is offered for a text with its cursor at the end, and what was looked up for it. */
async function offered(text: string) {
  const asked: string[] = []
  const known: Offered = {
    services: ['Frontend'],
    lookUp: async (key, contains) => {
      asked.push(`${key} ${contains}`)
      return (stored[key] ?? []).filter((value) => value.toLowerCase().includes(contains.toLowerCase()))
    },
  }
  const { items } = await offersAt(text, text.length, known)
  return { items: items.map((item) => item.text), asked }
}

test.each([
  ['http.url = ', ['"http://shop/"', '"http://shop/cart"'], ['url ']],
  ['http.url = "http://shop/c', ['"http://shop/cart"'], ['url http://shop/c']],
  ['fault AND annotation[', ['[tenant]', '[UserID]'], ['annotation ']],
  ['annotation[te', ['[tenant]'], ['annotation te']],
  ['annotation[tenant] = "gold \\"', ['"gold \\"1\\""'], ['annotation[tenant] gold "']],
  ['service("Fr', ['"Frontend"'], []],
  ['service("Frontend") { user = ', [], ['user ']],
])('after %s there are %j, for which %j was looked up', async (text, items, asked) => {
  expect(await offered(text)).toEqual({ items, asked })
})

test('the keys of annotations are offered with the word, and nothing is looked up for other words', async () => {
  expect((await offered('anno')).items).toContain('annotation[tenant]')
  expect((await offered('fau')).asked).toEqual([])
})
