import type { Drawing } from './picture.ts'

interface Watch {
  readonly ground: string
  readonly strap: string
  readonly stripe?: string
  readonly bezel: string
  readonly dial: string
  readonly marks: string
  readonly hands: string
  readonly accent: string
  readonly look: 'sticks' | 'dots' | 'numbers'
  /** Of the case, in units of the drawing. */
  readonly radius: number
}

const watches: Readonly<Record<string, Watch>> = {
  'seiko-solar': look('#e9f1ec', '#2f3a40', '#8b98a0', '#16463a', '#e8f3ee', '#ffffff', '#f2b632', 'sticks', 104),
  armani: look('#efe9e6', '#3b2620', '#3a3a3d', '#151518', '#b9b2a8', '#e5ddd0', '#b88a55', 'sticks', 100),
  wellington: {
    ...look('#eaf0f7', '#20365e', '#c99b73', '#fbfaf6', '#c99b73', '#8c6a49', '#20365e', 'sticks', 92),
    stripe: '#e9e4dc',
  },
  mauriac: look('#f3efe4', '#6e4b2a', '#9aa3ab', '#f3f1ea', '#2b2b2b', '#1d3f74', '#b3261e', 'numbers', 102),
  deepsea: look('#e6eff6', '#5d6770', '#101418', '#0b2340', '#ffffff', '#ffffff', '#2fa36b', 'dots', 112),
  'tissot-women': look('#f8edf0', '#8d5b6c', '#d8b7a6', '#fff7f3', '#d29a86', '#8a4a5c', '#d29a86', 'dots', 82),
  'nixon-gold': look('#faf4e1', '#c79a35', '#d8ad45', '#b98623', '#fff3cf', '#fffaf0', '#5b3d00', 'sticks', 106),
  schaffhausen: look('#e9ebef', '#40372f', '#6d747c', '#1b1e22', '#f4f4f0', '#f4f4f0', '#e27d2b', 'numbers', 114),
  timex: {
    ...look('#edf3ea', '#4c5b34', '#a8adb0', '#f6f6f2', '#333333', '#222222', '#c8452c', 'numbers', 96),
    stripe: '#6c7d4c',
  },
}

function look(
  ground: string,
  strap: string,
  bezel: string,
  dial: string,
  marks: string,
  hands: string,
  accent: string,
  kind: Watch['look'],
  radius: number,
): Watch {
  return { ground, strap, bezel, dial, marks, hands, accent, look: kind, radius }
}

const centre = 200

/** A wrist watch at ten past ten, seen from the front. */
export function drawWatch(name: string): Drawing | undefined {
  const watch = Object.hasOwn(watches, name) ? watches[name] : undefined
  if (!watch) return undefined
  const { ground, strap, stripe, bezel, dial, hands, accent, radius } = watch
  const half = radius * 0.62
  const body = `<defs><radialGradient id="g" cx=".5" cy=".38" r=".75"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="${ground}"/></radialGradient></defs>
<rect width="400" height="400" fill="url(#g)"/>
<ellipse cx="206" cy="372" rx="${radius}" ry="10" fill="#000" opacity=".12"/>
<path d="M${centre - half} 0 H${centre + half} L${centre + half * 1.12} 200 L${centre + half * 0.9} 400 H${centre - half * 0.9} L${centre - half * 1.12} 200 Z" fill="${strap}"/>
${stripe ? `<path d="M${centre - half / 3} 0 H${centre + half / 3} V400 H${centre - half / 3} Z" fill="${stripe}"/>` : ''}
<rect x="${centre + radius - 4}" y="188" width="20" height="24" rx="5" fill="${bezel}"/>
<circle cx="200" cy="200" r="${radius}" fill="${bezel}"/>
<circle cx="200" cy="200" r="${radius - 3}" fill="none" stroke="#fff" stroke-opacity=".35" stroke-width="2"/>
<circle cx="200" cy="200" r="${radius * 0.84}" fill="${dial}"/>
${marksOf(watch)}
<path d="M200 200 L${tip(radius * 0.42, 305)}" stroke="${hands}" stroke-width="8" stroke-linecap="round"/>
<path d="M200 200 L${tip(radius * 0.64, 60)}" stroke="${hands}" stroke-width="5" stroke-linecap="round"/>
<path d="M${tip(-radius * 0.16, 204)} L${tip(radius * 0.7, 204)}" stroke="${accent}" stroke-width="2" stroke-linecap="round"/>
<circle cx="200" cy="200" r="6" fill="${accent}"/>
<path d="M${tip(radius * 0.78, 290)} A${radius * 0.78} ${radius * 0.78} 0 0 1 ${tip(radius * 0.78, 350)}" fill="none" stroke="#fff" stroke-opacity=".25" stroke-width="7" stroke-linecap="round"/>`
  return { width: 400, height: 400, body }
}

function marksOf({ look: kind, marks, radius }: Watch): string {
  return Array.from({ length: 12 }, (_, hour) => {
    const angle = hour * 30
    if (kind === 'dots') {
      const [x, y] = at(radius * 0.68, angle)
      return `<circle cx="${x}" cy="${y}" r="${hour % 3 === 0 ? 7 : 4.5}" fill="${marks}"/>`
    }
    if (kind === 'numbers' && hour % 3 === 0) {
      const [x, y] = at(radius * 0.64, angle)
      return `<text x="${x}" y="${y + 8}" font-family="Georgia, serif" font-size="24" text-anchor="middle" fill="${marks}">${hour || 12}</text>`
    }
    return `<path d="M${tip(radius * (hour % 3 === 0 ? 0.6 : 0.68), angle)} L${tip(radius * 0.76, angle)}" stroke="${marks}" stroke-width="${hour % 3 === 0 ? 5 : 3}"/>`
  }).join('\n')
}

/** @param degrees clockwise from twelve */
function at(distance: number, degrees: number): readonly [x: number, y: number] {
  const angle = ((degrees - 90) * Math.PI) / 180
  return [round(centre + distance * Math.cos(angle)), round(centre + distance * Math.sin(angle))]
}

function tip(distance: number, degrees: number): string {
  return at(distance, degrees).join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
