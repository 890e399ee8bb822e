import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const [light = '', dark = ''] = read('tokens.css').split(':root[data-theme="dark"]')
const lines = read('../map/edge-line.module.css')

type Colour = readonly number[]

/** Of a theme, red, green and blue from 0 to 1. */
function colour(theme: string, name: string): Colour {
  const [, hex] = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(theme) ?? []
  if (hex === undefined) throw new Error(`no colour ${name}`)
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
}

/** WCAG 2, relative luminance. */
function luminance(of: Colour): number {
  const [red = 0, green = 0, blue = 0] = of.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Colour, other: Colour): number {
  const [least = 0, most = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (most + 0.05) / (least + 0.05)
}

/** What is seen of a colour with an opacity, upon another. */
function upon(ground: Colour, of: Colour, opacity: number): Colour {
  return of.map((part, i) => part * opacity + (ground[i] ?? 0) * (1 - opacity))
}

const grounds = ['paper', 'surface', 'surface-sunk']
const marks = ['line-strong', 'ok', 'error', 'fault', 'throttle', 'pending', 'accent', 'focus', 'bar', 'critical']
const series = ['series-1', 'series-2', 'series-3', 'set-a', 'set-b']
const inks = ['ink', 'ink-soft', 'ink-faint']

for (const [name, theme] of [
  ['light', light],
  ['dark', dark],
] as const) {
  test.each([...marks, ...series].flatMap((mark) => grounds.map((ground) => [mark, ground])))(
    `${name}: what is drawn in %s stands out from %s, 3 to 1`,
    (mark, ground) => expect(contrast(colour(theme, mark), colour(theme, ground))).toBeGreaterThanOrEqual(3),
  )

  test.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground])))(
    `${name}: text in %s stands out from %s, 4.5 to 1`,
    (ink, ground) => expect(contrast(colour(theme, ink), colour(theme, ground))).toBeGreaterThanOrEqual(4.5),
  )

  test.each(['line-strong', 'fault', 'error', 'throttle'])(
    `${name}: lines of the map in %s stand out, 3 to 1, from near and from afar`,
    (mark) => {
      const paper = colour(theme, 'paper')
      for (const opacity of linesOf(mark))
        expect(contrast(upon(paper, colour(theme, mark), opacity), paper)).toBeGreaterThanOrEqual(3)
    },
  )
}

/** Opacities of lines in a colour, but of those that step back behind others or are leaving. */
function linesOf(mark: string): number[] {
  const own = mark === 'line-strong' ? '.edge' : `.${mark}`
  const found = [1]
  for (const [, selector = '', rule = ''] of lines.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const [, opacity] = /stroke-opacity: ([\d.]+);/.exec(rule) ?? []
    const isOwn = selector.includes(own) || selector.includes('.edge')
    if (opacity !== undefined && isOwn) found.push(Number(opacity))
  }
  return found
}
