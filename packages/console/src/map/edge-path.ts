import type { Point } from './slots.ts'

/** An edge as drawn: the line, and the chevron in its middle, in one path; points along it for the pointer to be near to. */
export interface EdgeShape {
  readonly path: string
  readonly along: readonly Point[]
}

interface End extends Point {
  readonly radius: number
}

const gap = 5
const chevron = 4.5

/**
 * The line from circle to circle: through the points of its route where it has one, else a gentle curve.
 *
 * @param route points of the layout that made both ends' positions, ends included
 */
export function edgeShape(from: End, to: End, route: readonly Point[] | undefined, width: number): EdgeShape {
  if (from.x === to.x && from.y === to.y) return loop(from, width)
  const inner = route?.slice(1, -1) ?? []
  const curve = isWay(from, inner, to) ? throughPoints(from, inner, to) : direct(from, to)
  const along = sampled(curve)
  const middle = Math.floor(along.length / 2)
  return {
    path: pathOf(curve) + chevronAt(along[middle - 1] ?? from, along[middle] ?? to, width),
    along,
  }
}

/** A route that is worth following: it leads on to the right, around others. */
function isWay(from: End, inner: readonly Point[], to: End): boolean {
  const points = [{ x: from.x + from.radius + gap, y: 0 }, ...inner, { x: to.x - to.radius - gap, y: 0 }]
  return inner.length > 1 && points.every((point, index) => index === 0 || point.x > (points[index - 1]?.x ?? 0))
}

type Cubic = readonly [Point, Point, Point, Point]

function direct(from: End, to: End): readonly Cubic[] {
  const start = onCircle(from, to)
  const end = onCircle(to, from)
  const dx = to.x - from.x
  // To the right it flows; back to the left it swings out, so that it does not lie on the way there.
  if (dx > 0) {
    const bend = Math.min(dx * 0.4, 120)
    const a = leaving(from, 1, to)
    const b = leaving(to, -1, from)
    return [[a, { x: a.x + bend, y: a.y }, { x: b.x - bend, y: b.y }, b]]
  }
  const length = Math.hypot(dx, to.y - from.y)
  const side = { x: -(to.y - from.y) / length, y: dx / length }
  const out = Math.min(60, length * 0.22)
  const control = (share: number): Point => ({
    x: start.x + (end.x - start.x) * share + side.x * out,
    y: start.y + (end.y - start.y) * share + side.y * out,
  })
  return [[start, control(0.3), control(0.7), end]]
}

/** A smooth line through the points, from circle to circle, that swings no higher or lower than they lie. */
function throughPoints(from: End, inner: readonly Point[], to: End): readonly Cubic[] {
  const points = [leaving(from, 1, inner[0] ?? to), ...inner, leaving(to, -1, inner.at(-1) ?? from)]
  const slopes = points.map((_, index) => slopeAt(points, index))
  return points.slice(1).map((end, index): Cubic => {
    const start = points[index] ?? end
    // Less than half: the slopes are at most twice the segment's own, so that the curve stays between its ends.
    const reach = (end.x - start.x) * 0.45
    return [
      start,
      { x: start.x + reach, y: start.y + (slopes[index] ?? 0) * reach },
      { x: end.x - reach, y: end.y - (slopes[index + 1] ?? 0) * reach },
      end,
    ]
  })
}

/** The slope that keeps a curve between its points (Fritsch and Carlson's bound, by the harmonic mean). */
function slopeAt(points: readonly Point[], index: number): number {
  const slope = (a: Point | undefined, b: Point | undefined) =>
    a === undefined || b === undefined || a.x === b.x ? undefined : (b.y - a.y) / (b.x - a.x)
  const before = slope(points[index - 1], points[index])
  const after = slope(points[index], points[index + 1])
  if (before === undefined || after === undefined) return (before ?? after ?? 0) * 0.5
  return before * after <= 0 ? 0 : (2 * before * after) / (before + after)
}

/** Where a line leaves a circle towards a side: turned to its goal by a part of the way, so that many leave as a fan. */
function leaving({ x, y, radius }: End, side: 1 | -1, goal: Point): Point {
  const angle = Math.max(-0.9, Math.min(0.9, Math.atan2(goal.y - y, Math.abs(goal.x - x)) * 0.75))
  const distance = radius + gap
  return { x: x + side * distance * Math.cos(angle), y: y + distance * Math.sin(angle) }
}

function onCircle({ x, y, radius }: End, goal: Point): Point {
  const length = Math.hypot(goal.x - x, goal.y - y)
  return { x: x + ((goal.x - x) / length) * (radius + gap), y: y + ((goal.y - y) / length) * (radius + gap) }
}

/** A service that calls itself. */
function loop({ x, y, radius }: End, width: number): EdgeShape {
  const reach = radius + gap
  const curve: readonly Cubic[] = [
    [
      { x: x - reach * 0.5, y: y - reach * 0.85 },
      { x: x - reach * 0.9, y: y - reach * 2 },
      { x: x + reach * 0.9, y: y - reach * 2 },
      { x: x + reach * 0.5, y: y - reach * 0.85 },
    ],
  ]
  const along = sampled(curve)
  const middle = Math.floor(along.length / 2)
  return { path: pathOf(curve) + chevronAt(along[middle - 1] ?? { x, y }, along[middle] ?? { x, y }, width), along }
}

function pathOf(curve: readonly Cubic[]): string {
  return curve
    .map(([start, a, b, end], index) => `${index === 0 ? `M${text(start)}` : ''}C${text(a)} ${text(b)} ${text(end)}`)
    .join('')
}

function chevronAt(before: Point, at: Point, width: number): string {
  const length = Math.hypot(at.x - before.x, at.y - before.y) || 1
  const [dx, dy] = [(at.x - before.x) / length, (at.y - before.y) / length]
  const size = chevron + width
  const wing = (side: 1 | -1): Point => ({
    x: at.x - dx * size - side * dy * size,
    y: at.y - dy * size + side * dx * size,
  })
  return `M${text(wing(1))}L${text(at)}L${text(wing(-1))}`
}

function sampled(curve: readonly Cubic[]): readonly Point[] {
  const steps = curve.length === 1 ? 16 : 6
  const points = curve.flatMap((cubic) => Array.from({ length: steps }, (_, step) => pointOn(cubic, step / steps)))
  const last = curve.at(-1)
  return last === undefined ? points : [...points, last[3]]
}

function pointOn([a, b, c, d]: Cubic, t: number): Point {
  const mix = (p: number, q: number, r: number, s: number) =>
    (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t ** 2 * r + t ** 3 * s
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) }
}

function text({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}

/** The nearest of some edges to a point, no farther than that. */
export function nearestEdge<Id>(
  edges: Iterable<readonly [Id, EdgeShape]>,
  point: Point,
  farthest: number,
): Id | undefined {
  let best: Id | undefined
  let least = farthest
  for (const [id, { along }] of edges)
    for (let index = 1; index < along.length; index++) {
      const [a, b] = [along[index - 1], along[index]]
      if (a === undefined || b === undefined) continue
      const away = distance(point, a, b)
      if (away < least) {
        least = away
        best = id
      }
    }
  return best
}

function distance(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length))
  return Math.hypot(point.x - a.x - share * dx, point.y - a.y - share * dy)
}
