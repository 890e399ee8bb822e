import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { seriousFaults } from './fixtures/open-page.ts'
import { plantedTraces } from './fixtures/planted-traces.ts'
import { type Served, serve } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'

let server: Served
let page: Page

beforeAll(async () => {
  server = await serve()
  await server.send(plantedTraces(Date.now() / 1000, 40))
})
afterAll(() => server?.[Symbol.asyncDispose]())
test.beforeEach(async ({ visit }) => {
  page = (await visit(`${server.url}/groups?timeRange=PT1H`)).page
})

const group = (name: string) => page.getByRole('listitem', { name, exact: true })

async function ask<T>(path: string, body: object): Promise<T> {
  const response = await fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as T
}

test('who makes a group begins with its name', async () => {
  await page.getByRole('button', { name: 'New group' }).click()
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' })
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true)
})

test('a group is made with its filter and tags, counts its traces, and is there for every X-Ray client', async () => {
  await page.getByRole('button', { name: 'New group' }).click()
  const dialog = page.getByRole('dialog', { name: 'New group' })
  await dialog.getByRole('button', { name: 'Create the group' }).click()
  await dialog.getByRole('alert').filter({ hasText: 'A group needs a name' }).waitFor()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('tenant-7')
  await dialog.getByRole('textbox', { name: 'Query: a filter expression' }).click()
  await page.keyboard.type('annotation[tenant] =')
  await dialog.getByRole('button', { name: 'Create the group' }).click()
  await dialog.getByRole('alert').filter({ hasText: 'At position' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('textbox', { name: 'Query: a filter expression' }).click()
  await page.keyboard.press('End')
  await page.keyboard.type(' "tenant 7"')
  await dialog.getByRole('button', { name: 'Add a tag' }).click()
  await dialog.getByRole('textbox', { name: 'Key of tag 1' }).fill('team')
  await dialog.getByRole('textbox', { name: 'Value of tag 1' }).fill('shop')
  await dialog.getByRole('button', { name: 'Create the group' }).click()
  await dialog.waitFor({ state: 'detached' })
  await group('tenant-7').getByText('4 traces in this range').waitFor()
  await group('tenant-7').getByText('team: shop').waitFor()
  const { Groups } = await ask<{ Groups: { GroupName: string; FilterExpression?: string }[] }>('/Groups', {})
  expect(Groups.find(({ GroupName }) => GroupName === 'tenant-7')?.FilterExpression).toBe(
    'annotation[tenant] = "tenant 7"',
  )
})

test('a group is changed, and copied with its tags', async () => {
  await ask('/CreateGroup', {
    GroupName: 'changing',
    FilterExpression: 'fault',
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  })
  await page.reload()
  await group('changing').getByRole('button', { name: 'Edit changing' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit changing' })
  await dialog.getByRole('textbox', { name: 'Query: a filter expression' }).click()
  await page.keyboard.press('End')
  await page.keyboard.type(' OR error')
  await dialog.getByRole('textbox', { name: 'Value of tag 1' }).fill('3')
  await dialog.getByRole('button', { name: 'Remove tag 2' }).click()
  await dialog.getByRole('checkbox', { name: 'Enable insights' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await group('changing').getByText('fault OR error').waitFor()
  await group('changing').getByText('Insights', { exact: true }).waitFor()
  await group('changing').getByText('a: 3').waitFor()
  expect(await group('changing').getByText('b: 2').count()).toBe(0)
  await group('changing').getByRole('button', { name: 'Copy changing' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Create the group' }).click()
  await group('changing-clone').getByText('fault OR error').waitFor()
  await group('changing-clone').getByText('a: 3').waitFor()
})

test('a group that another needs is not deleted, and the page says why; then it is, and Default is chosen', async () => {
  await ask('/CreateGroup', { GroupName: 'needed', FilterExpression: 'fault' })
  await ask('/CreateGroup', { GroupName: 'needing', FilterExpression: 'group.name = "needed" AND ok' })
  await page.goto(`${server.url}/groups?group=needed`)
  await group('needed').getByRole('button', { name: 'Delete needed' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete needed?' })
  await dialog.getByRole('button', { name: 'Delete the group' }).click()
  await dialog.getByRole('alert').filter({ hasText: 'needing' }).waitFor()
  await page.keyboard.press('Escape')
  await ask('/DeleteGroup', { GroupName: 'needing' })
  await group('needed').getByRole('button', { name: 'Delete needed' }).click()
  await dialog.getByRole('button', { name: 'Delete the group' }).click()
  await group('needed').waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.textContent === 'New group')
  await page.getByRole('button', { name: 'Group: Default' }).waitFor()
  expect(await group('Default').getByRole('button').count()).toBe(0)
})

test('the group menu leads to the groups, by keyboard', async () => {
  await page.goto(`${server.url}/health`)
  await page.getByRole('button', { name: 'Group: Default' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Find a group' }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/groups*')
})
