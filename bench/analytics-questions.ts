import { frequent, rare } from './filters.ts'

interface AnalyticsWindow {
  /** Epoch seconds. */
  readonly start: number
  readonly end: number
}

/** A question of docs/reference/analytics.md over 24 h, anew for each repetition. */
interface AnalyticsQuestion {
  readonly what: string
  /** p95, ms, idle and while documents arrive. */
  readonly budget: number
  readonly path: string
  readonly body: (window: AnalyticsWindow, repetition: number) => object
}

const budgets = { list: 150, rare: 500, figures: 600 } as const
const [slowFaults] = frequent
const [, textOfRoot] = rare

const list = (order: string, direction: string): AnalyticsQuestion => ({
  what: `list by ${order} ${direction}`,
  budget: budgets.list,
  path: '/api/traces/list',
  body: (window) => ({ ...window, order, direction, limit: 100 }),
})

const groupBy = (by: string): AnalyticsQuestion => ({
  what: `group by ${by}`,
  budget: budgets.figures,
  path: '/api/traces/group-by',
  body: (window) => ({ ...window, by, limit: 50 }),
})

/** What a page of traces and analytics asks, with the budgets of lists and of figures. */
export const analyticsQuestions: readonly AnalyticsQuestion[] = [
  ...['start', 'responsetime', 'duration', 'status', 'segments'].map((order) => list(order, 'desc')),
  list('responsetime', 'asc'),
  {
    what: 'list by responsetime desc, slow faults',
    budget: budgets.list,
    path: '/api/traces/list',
    body: (window, n) => ({ ...window, order: 'responsetime', limit: 100, filter: slowFaults?.expression(n) }),
  },
  {
    what: 'list by responsetime desc, none fits',
    budget: budgets.rare,
    path: '/api/traces/list',
    body: (window, n) => ({ ...window, order: 'responsetime', limit: 100, filter: textOfRoot?.expression(n) }),
  },
  { what: 'count', budget: budgets.figures, path: '/api/traces/count', body: (window) => window },
  {
    what: 'count, slow faults',
    budget: budgets.figures,
    path: '/api/traces/count',
    body: (window, n) => ({ ...window, filter: slowFaults?.expression(n) }),
  },
  ...['url', 'annotation[UserID]', 'service', 'rootcause.responsetime'].map(groupBy),
  { what: 'histogram', budget: budgets.figures, path: '/api/traces/histogram', body: (window) => window },
  { what: 'activity', budget: budgets.figures, path: '/api/traces/activity', body: (window) => window },
]
