import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Family, parseExposition } from './fixtures/exposition.ts'
import { roentgen, type ServingRoentgen, serving } from './fixtures/roentgen.ts'
import { until } from './fixtures/until.ts'

const file = (path: string) => readFile(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')

describe('/metrics', () => {
  let server: ServingRoentgen
  let families: readonly Family[]
  const scrape = async () => parseExposition(await (await fetch(`${server.url}/metrics`)).text())
  const family = (name: string) => families.find((each) => each.name === name)

  beforeAll(async () => {
    server = await serving()
    const example = fileURLToPath(new URL('../../../docs/guides/first-trace.ndjson', import.meta.url))
    await roentgen(['send', '--now', '--wait', example, '--url', server.url])
    await roentgen(['map', '--url', server.url])
    families = await until(scrape, (all) =>
      all.some(({ name, samples }) => name === 'roentgen_store_parts' && samples.length > 0),
    )
  }, 30_000)
  afterAll(() => server?.[Symbol.asyncDispose]())

  test('is what a strict reader takes, and the reference names the same metrics of the same types', async () => {
    const reference = await file('docs/reference/metrics.md')
    const rows = [...reference.matchAll(/^\| `(\w+)`(?: by [\w, ]+)? \| (\w+) \|/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    )
    expect(families.map(({ name, type }) => `${name} ${type}`)).toEqual(rows)
  })

  test('has the labels that the reference names', async () => {
    const reference = await file('docs/reference/metrics.md')
    for (const { name, samples } of families) {
      const [, by] = new RegExp(`^\\| \`${name}\`(?: by ([\\w, ]+))? \\|`, 'm').exec(reference) ?? []
      const labels = new Set(samples.flatMap((sample) => [...sample.labels.keys()]).filter((label) => label !== 'le'))
      if (samples.length > 0) expect([name, ...labels].join(' ')).toBe([name, ...(by?.split(', ') ?? [])].join(' '))
    }
  })

  test('counts what was sent, how fresh it was, and what was asked', () => {
    const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
      families
        .flatMap(({ samples }) => samples)
        .find(
          (sample) =>
            sample.name === name && Object.entries(labels).every(([key, is]) => sample.labels.get(key) === is),
        )?.value
    expect(value('roentgen_documents_accepted_total', { source: 'http' })).toBe(5)
    expect(value('roentgen_freshness_seconds_count')).toBe(5)
    expect(value('roentgen_freshness_seconds_bucket', { le: '60' })).toBe(5)
    expect(value('roentgen_loader_oldest_unloaded_seconds')).toBe(0)
    expect(value('roentgen_question_seconds_count', { question: 'map' })).toBeGreaterThanOrEqual(1)
    // Asked for at the start, when only the migrations had been noted.
    expect(value('roentgen_store_parts', { table: 'migrations' })).toBeGreaterThanOrEqual(1)
    expect(family('roentgen_event_loop_delay_seconds')?.samples).toHaveLength(9)
  })

  test('is all that the example alerts name, and each alert says what to do', async () => {
    const { groups } = parse(await file('deploy/prometheus/roentgen-alerts.yaml'))
    expect(groups).toHaveLength(1)
    const names = new Set(
      families.flatMap(({ name, type }) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    )
    for (const { alert, expr, labels, annotations, ...others } of groups[0].rules) {
      const metrics = expr.match(/\b(?:roentgen|process)_\w+/g)
      expect(metrics, alert).not.toBeNull()
      for (const metric of metrics) expect(names, `${alert} names ${metric}`).toContain(metric)
      expect(labels.severity, alert).toMatch(/^(page|ticket)$/)
      expect(annotations, alert).toEqual({ summary: expect.any(String), description: expect.any(String) })
      expect(
        Object.keys(others).every((key) => key === 'for'),
        alert,
      ).toBe(true)
    }
  })
})
