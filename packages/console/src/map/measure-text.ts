import { fitText } from './fit-text.ts'

const sizes = { name: '550 13px', type: '400 11px' } as const
export type LabelKind = keyof typeof sizes

let context: CanvasRenderingContext2D | null | undefined
let family: string | undefined
const fitted = new Map<string, string>()
/** Entries; names of a map come again with each update. */
const room = 4000

/** A name or a type as it fits below its node. */
export function fitLabel(text: string, kind: LabelKind, width: number): string {
  const key = `${kind} ${width} ${text.length > 300 ? text.slice(0, 300) : text}`
  const known = fitted.get(key)
  if (known !== undefined) return known
  if (fitted.size >= room) fitted.clear()
  const label = fitText(text, width, measureAs(kind))
  fitted.set(key, label)
  return label
}

function measureAs(kind: LabelKind): (text: string) => number {
  context ??= document.createElement('canvas').getContext('2d')
  family ??= getComputedStyle(document.body).fontFamily
  const font = `${sizes[kind]} ${family}`
  return (text) => {
    if (context === null || context === undefined) return text.length * 7
    context.font = font
    return context.measureText(text).width
  }
}
