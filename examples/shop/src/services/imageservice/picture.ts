import { drawVisual } from './visual.ts'
import { drawWatch } from './watch.ts'

/** Pixels; what is missing follows from the picture's proportions. */
export interface Size {
  readonly width: number | undefined
  readonly height: number | undefined
}

/** A drawing in its own units, without the element around it. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly body: string
}

const greyscale = '<filter id="grey"><feColorMatrix type="saturate" values="0"/></filter>'

/** An SVG document of that size; undefined when there is no such picture. */
export function drawPicture(folder: string, name: string, size: Size, grey: boolean): string | undefined {
  const drawing = folder === 'products' ? drawWatch(name) : drawVisual(name)
  return drawing && svgOf(drawing, size, grey)
}

export function drawMissing(): string {
  const body = `<rect width="400" height="400" fill="#eef0f3"/>
<path d="M130 260 L180 190 L215 230 L245 200 L290 260 Z" fill="#c3c9d3"/><circle cx="250" cy="150" r="18" fill="#c3c9d3"/>
<path d="M120 120 L280 280" stroke="#a9324a" stroke-width="10" stroke-linecap="round"/>`
  return svgOf({ width: 400, height: 400, body }, { width: undefined, height: undefined }, false)
}

function svgOf({ width, height, body }: Drawing, size: Size, grey: boolean): string {
  const w = size.width ?? (size.height === undefined ? width : Math.round((size.height * width) / height))
  const h = size.height ?? Math.round((w * height) / width)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${width} ${height}">
${grey ? `${greyscale}<g filter="url(#grey)">${body}</g>` : body}
</svg>`
}
