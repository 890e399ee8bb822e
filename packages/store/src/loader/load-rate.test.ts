import { expect, test } from 'vitest'
import { LoadRate } from './load-rate.ts'

const MIB = 1024 * 1024

test('senders wait when what waits takes longer than a second and a half to load, and datagrams are dropped after five', () => {
  const rate = new LoadRate()
  for (let loads = 0; loads < 50; loads++) rate.took(12 * MIB, 500)
  expect([rate.batchBytes / MIB, rate.backlogBytes / MIB].map(Math.round)).toEqual([18, 36])
  expect(Math.round(rate.burstBytes / MIB)).toBe(120)
})

test('small loads say nothing about the rate', () => {
  const rate = new LoadRate()
  const before = rate.backlogBytes
  for (let loads = 0; loads < 50; loads++) rate.took(1000, 100)
  expect(rate.backlogBytes).toBe(before)
})

test('however slow loads are, they do not become small, which would make them slower', () => {
  const rate = new LoadRate()
  for (let loads = 0; loads < 50; loads++) rate.took(3 * MIB, 60_000)
  expect([rate.batchBytes, rate.backlogBytes, rate.burstBytes]).toEqual([8 * MIB, 2.4 * 8 * MIB, 4 * 8 * MIB])
})

test('however fast loads are, no more datagrams wait than memory holds digests of', () => {
  const rate = new LoadRate()
  for (let loads = 0; loads < 50; loads++) rate.took(64 * MIB, 1_000)
  expect(rate.burstBytes).toBe(192 * MIB)
})
