import type { Row } from './row.ts'

/** Draws every row as a line; failures last and larger, so that among thousands none is missed. */
export function paintStrip(
  canvas: HTMLCanvasElement,
  rows: readonly Row[],
  duration: number,
  width: number,
  height: number,
): void {
  const ratio = devicePixelRatio
  canvas.width = Math.max(1, Math.round(width * ratio))
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (context === null || width === 0) return
  const style = getComputedStyle(canvas)
  const colourOf: Readonly<Record<Row['state'], string>> = {
    ok: style.getPropertyValue('--bar'),
    'in progress': style.getPropertyValue('--pending'),
    error: style.getPropertyValue('--error'),
    throttle: style.getPropertyValue('--throttle'),
    fault: style.getPropertyValue('--fault'),
  }
  context.scale(ratio, ratio)
  const pad = 4
  const step = (height - 2 * pad) / Math.max(8, rows.length)
  const thick = Math.max(1, Math.min(3, step * 0.7))
  for (const states of [
    ['ok', 'in progress'],
    ['error', 'throttle', 'fault'],
  ]) {
    rows.forEach(({ start, end, state }, at) => {
      if (!states.includes(state)) return
      context.fillStyle = colourOf[state]
      const from = (start / duration) * width
      const to = ((end ?? duration) / duration) * width
      const least = states.includes('fault') ? 3 : 1
      context.fillRect(from, pad + at * step, Math.max(least, to - from), Math.max(least, thick))
    })
  }
}
