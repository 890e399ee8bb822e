import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import { openBrowser, openPage, themes } from './fixtures/open-page.ts'
import { everyPage } from './fixtures/pages.ts'

const place = process.env.SCREENSHOTS ?? join(import.meta.dirname, '../../../.screenshots')
const sizes = [
  { size: 'wide', width: 1440, height: 900 },
  { size: '320', width: 320, height: 640 },
] as const

const server = inject('server')
let browser: Browser

beforeAll(async () => {
  await mkdir(place, { recursive: true })
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe.each(everyPage(inject('traceIds')))('$name', ({ name, path }) => {
  test.each(themes.flatMap((theme) => sizes.map((size) => ({ theme, ...size }))))(
    '$theme, $size',
    async ({ theme, size, width, height }) => {
      const { page } = await openPage(browser, server + path, { theme, width, height })
      await page.screenshot({ path: join(place, `${name}-${theme}-${size}.png`) })
      await page.context().close()
    },
  )
})
