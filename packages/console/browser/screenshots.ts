import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, inject } from 'vitest'
import { settled, themes } from './fixtures/open-page.ts'
import { everyPage } from './fixtures/pages.ts'
import { test } from './fixtures/test.ts'

const place = process.env.SCREENSHOTS ?? join(import.meta.dirname, '../../../.screenshots')
const sizes = [
  { size: 'wide', width: 1440, height: 900 },
  { size: '320', width: 320, height: 640 },
] as const

beforeAll(async () => {
  await mkdir(place, { recursive: true })
})

describe.each(everyPage(inject('traceIds')))('$name', ({ name, path }) => {
  test.for(sizes)('$size', async ({ size, width, height }, { visit }) => {
    const { page } = await visit(inject('server') + path, { width, height })
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      await page.waitForFunction((shown) => document.documentElement.dataset.theme === shown, theme)
      await settled(page)
      await page.screenshot({ path: join(place, `${name}-${theme}-${size}.png`) })
    }
  })
})
