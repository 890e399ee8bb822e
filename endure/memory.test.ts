import { expect, test } from 'vitest'
import { memoryIn } from './memory.ts'

const mebibyte = 2 ** 20

/** One mapping as proc(5) has it, sizes in MiB. */
function mapping(path: string, sizes: { rss: number; pss?: number; anonymous?: number }): string {
  const { rss, pss = rss, anonymous = 0 } = sizes
  const line = (name: string, size: number) => `${`${name}:`.padEnd(16)}${String(size * 1024).padStart(8)} kB\n`
  return `7f00-7fff r-xp 00000000 fe:01 1234                       ${path}\n${line('Rss', rss)}${line('Pss', pss)}${line('Anonymous', anonymous)}`
}

const heap = (size: number) => mapping('[heap]', { rss: size, anonymous: size })

test.each([
  {
    what: 'two processes with the same pages of a program',
    maps: [mapping('/bin/node', { rss: 30, pss: 15 }) + heap(5), mapping('/bin/node', { rss: 30, pss: 15 }) + heap(7)],
    sum: 42,
  },
  {
    what: 'the same while strangers have them as well',
    maps: [mapping('/bin/node', { rss: 30, pss: 3 }) + heap(5), mapping('/bin/node', { rss: 30, pss: 3 }) + heap(7)],
    sum: 42,
  },
  {
    what: 'two processes with different pages of it',
    maps: [mapping('/bin/node', { rss: 20 }) + heap(5), mapping('/bin/node', { rss: 20 }) + heap(7)],
    sum: 52,
  },
  {
    what: 'pages of a file that were written to',
    maps: [
      mapping('/lib/chdb', { rss: 10, pss: 7, anonymous: 4 }),
      mapping('/lib/chdb', { rss: 8, pss: 5, anonymous: 2 }),
    ],
    sum: 12,
  },
  { what: 'a process that has ended', maps: [heap(5), ''], sum: 5 },
])('of $what $sum MiB are counted', ({ maps, sum }) => {
  expect(memoryIn(maps)).toBe(sum * mebibyte)
})
