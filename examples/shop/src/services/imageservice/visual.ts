import type { Drawing } from './picture.ts'

interface Visual {
  readonly sky: readonly [string, string]
  readonly hills: readonly [string, string, string]
  readonly sun: string
  readonly words: string
  readonly below: string
  readonly ink: string
}

const visuals: Readonly<Record<string, Visual>> = {
  marketing1: {
    sky: ['#1d2b52', '#5b6ea8'],
    hills: ['#2a3a68', '#22305a', '#172145'],
    sun: '#f7d774',
    words: 'Time, well kept',
    below: 'Nine watches. No tenth.',
    ink: '#ffffff',
  },
  marketing2: {
    sky: ['#f7c59f', '#fbe8d3'],
    hills: ['#e08e6d', '#c66b57', '#8f4450'],
    sun: '#fff6e0',
    words: 'An hour before sunrise',
    below: 'Pilots’ watches from Schaffhausen',
    ink: '#5a2634',
  },
  marketing3: {
    sky: ['#0d4a57', '#2f8f8f'],
    hills: ['#12606a', '#0c4b57', '#083743'],
    sun: '#d6f3e6',
    words: 'Three thousand metres down',
    below: 'And still on time',
    ink: '#ffffff',
  },
}

/** A wide picture for the top of the home page. */
export function drawVisual(name: string): Drawing | undefined {
  const visual = Object.hasOwn(visuals, name) ? visuals[name] : undefined
  if (!visual) return undefined
  const { sky, hills, sun, words, below, ink } = visual
  const body = `<defs><linearGradient id="s" x2="0" y2="1"><stop offset="0" stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/></linearGradient></defs>
<rect width="1200" height="420" fill="url(#s)"/>
<circle cx="930" cy="150" r="74" fill="${sun}"/>
<path d="M930 150 V96 M930 150 L968 172" stroke="${hills[2]}" stroke-width="7" stroke-linecap="round"/>
<path d="M0 300 C200 220 380 330 560 280 S980 210 1200 290 V420 H0 Z" fill="${hills[0]}"/>
<path d="M0 340 C240 300 420 380 700 330 S1040 310 1200 350 V420 H0 Z" fill="${hills[1]}"/>
<path d="M0 390 C300 350 520 410 800 378 S1100 380 1200 392 V420 H0 Z" fill="${hills[2]}"/>
<text x="80" y="160" font-family="Georgia, serif" font-size="58" fill="${ink}">${words}</text>
<text x="82" y="206" font-family="Helvetica, Arial, sans-serif" font-size="24" fill="${ink}" opacity=".85">${below}</text>`
  return { width: 1200, height: 420, body }
}
