import { expect, test } from 'vitest'
import { clusterHome } from './cluster.ts'
import { oneEngine } from './home.ts'
import { migrations } from './migrate.ts'

const statements = migrations.flatMap((migration) => migration.statements(clusterHome('traces')))

test('the statements for a cluster are these', async () => {
  await expect(`${statements.join(';\n\n')};\n`).toMatchFileSnapshot('cluster.sql')
})

test('every statement for a cluster but those that only fill tables is for all of its nodes', () => {
  for (const sql of statements)
    if (!sql.startsWith('insert')) expect(sql.split('\n')[0]).toContain(`on cluster 'traces'`)
})

test('where there is one engine there is nothing over its tables', () => {
  const alone = migrations.flatMap((migration) => migration.statements(oneEngine)).join('\n')
  expect(alone).not.toMatch(/_local|Distributed|Replicated|on cluster/)
})
