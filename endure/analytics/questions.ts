import { ask, type XrayClient } from '../../bench/xray-client.ts'
import type { BinAnswer, ComparedAnswer, ComparisonAnswer, GroupAnswer, RowAnswer } from './answers.ts'
import type { AskedSet } from './asked-set.ts'
import { bucketsOf, figuresOf, groupsOf, identity, plainKeys } from './plain-figures.ts'
import type { PlainTrace } from './plain-model.ts'
import { allowedDeviance, deviance } from './plain-odds.ts'
import { comparedGroups, orders, rowOf, statesOf } from './plain-rows.ts'
import { Tally } from './tally.ts'

/** Asks, and notes each figure that differs from the one computed by hand. */
export class Questions {
  readonly #client: XrayClient
  readonly #all: readonly PlainTrace[]
  readonly tally = new Tally()

  constructor(client: XrayClient, all: readonly PlainTrace[]) {
    this.#client = client
    this.#all = all
  }

  /** Count, histogram, activity, groups of every key and values of a set. */
  async figures(set: AskedSet, more: FiguresWanted) {
    const traces = this.#tracesOf(set)
    const figures = figuresOf(traces)
    this.tally.equal('count', set, await this.#ask('count', set), figures)
    await this.#histogram(set, traces)
    for (const period of [undefined, 437]) await this.#activity(set, traces, period)
    for (const key of [...plainKeys, ...more.keys]) {
      const groups = groupsOf(traces, key)
      await this.#groups(set, key, traces, groups, more.filtersOfEach)
      await this.#orderedGroups(set, key, groups)
      for (const contains of more.contained) await this.#values(set, key, groups, contains)
    }
  }

  /** All pages of a list. */
  async list(set: AskedSet, order: keyof typeof orders, direction: 'asc' | 'desc', limit: number) {
    const left = new Map(this.#tracesOf(set).map((trace) => [trace.id, trace]))
    const sign = direction === 'asc' ? 1 : -1
    let before = Number.NEGATIVE_INFINITY
    let after: unknown
    do {
      const page = await this.#ask('list', set, { order, direction, limit, ...(after ? { after } : {}) })
      const rows = page.traces as readonly RowAnswer[]
      for (const { annotated, ...rest } of rows) {
        const shown = annotated.map(({ key, value }) => JSON.stringify([key, value]))
        const row = { ...rest, annotated: shown }
        const trace = left.get(row.id)
        if (trace === undefined) {
          this.tally.fail(`list by ${order}`, set, `${row.id} comes twice, or should not`)
          continue
        }
        left.delete(row.id)
        this.tally.equal(`list by ${order}, ${row.id}`, set, row, rowOf(trace))
        const value = sign * orders[order](trace)
        if (value < before) this.tally.fail(`list by ${order} ${direction}`, set, `${row.id} comes too late`)
        before = value
      }
      after = page.after
    } while (typeof after === 'string')
    for (const id of left.keys()) this.tally.fail(`list by ${order} ${direction}`, set, `${id} does not come`)
  }

  /** Two sets side by side. `limit` is of values of a key. */
  async compare(a: AskedSet, b: AskedSet, keys: readonly string[], limit: number) {
    const [ofA, ofB] = [this.#tracesOf(a), this.#tracesOf(b)]
    const [inA, inB] = [new Set(ofA), new Set(ofB)]
    const body = { a: questionOf(a), b: questionOf(b), by: keys, limit }
    const answer = (await ask(this.#client, '/api/traces/compare', body)) as unknown as ComparisonAnswer
    this.tally.equal('compare, a', a, answer.a, figuresOf(ofA))
    this.tally.equal('compare, b', b, answer.b, figuresOf(ofB))
    const both = [...new Set([...ofA, ...ofB])]
    const bins = bucketsOf(both).map(([from, to]) => {
      const within = ({ responseTime: time = -1 }: PlainTrace) => time >= from * 1e6 && (to === null || time < to * 1e6)
      return { from, to, a: ofA.filter(within).length, b: ofB.filter(within).length }
    })
    this.tally.equal('compare, histogram', a, answer.histogram, bins)

    const expected = new Map<string, { a: number; b: number; key: string }>()
    for (const key of keys)
      for (const { key: own, value, traces } of comparedGroups(both, key)) {
        const counts = {
          a: traces.filter((trace) => inA.has(trace)).length,
          b: traces.filter((trace) => inB.has(trace)).length,
          key,
        }
        if (counts.a + counts.b >= 5) expected.set(`${own} ${identity(value)}`, counts)
      }
    this.tally.equal('compare, how many values', a, answer.compared, expected.size)
    const allowed = allowedDeviance(expected.size)
    const given = new Map<string, number>()
    let surest = Number.POSITIVE_INFINITY
    for (const value of answer.values) {
      const name = `${value.key} ${identity(value.value === null ? undefined : { value: value.value, type: value.type })}`
      const counts = expected.get(name)
      const what = `compare, ${name}`
      if (counts === undefined) {
        this.tally.fail(what, a, 'is compared, or twice, and should not be')
        continue
      }
      expected.delete(name)
      given.set(counts.key, (given.get(counts.key) ?? 0) + 1)
      const [shareOfA, shareOfB] = [share(counts.a, ofA.length), share(counts.b, ofB.length)]
      const { significant, sure } = this.#odds(what, a, value, { ...counts, ofA: ofA.length, ofB: ofB.length, allowed })
      const { a: inOne, b: inOther, shareOfA: shareOne, shareOfB: shareOther, difference } = value
      this.tally.equal(
        what,
        a,
        { a: inOne, b: inOther, shareOfA: shareOne, shareOfB: shareOther, difference, significant: value.significant },
        { a: counts.a, b: counts.b, shareOfA, shareOfB, difference: shareOfA - shareOfB, significant },
      )
      if (sure > surest + 1e-6) this.tally.fail(what, a, `is surer (${sure}) than the one before (${surest})`)
      surest = Math.min(surest, sure)
    }
    for (const [name, { key }] of expected)
      if ((given.get(key) ?? 0) < limit) this.tally.fail(`compare, ${name}`, a, 'is left out')
  }

  /** The ends of the interval are where the counts are as unlikely as may be; gives how sure the difference is. */
  #odds(
    what: string,
    set: AskedSet,
    { ratio, low, high }: ComparedAnswer,
    { a, ofA, b, ofB, allowed }: { a: number; ofA: number; b: number; ofB: number; allowed: number },
  ) {
    this.tally.near(`${what}, ratio`, set, ratio, ((a + 0.5) * (ofB - b + 0.5)) / ((b + 0.5) * (ofA - a + 0.5)))
    for (const end of [low, high ?? 0])
      if (end > 1e-20 && end < 1e20)
        this.tally.near(`${what}, deviance at ${end}`, set, deviance(a, ofA, b, ofB, end), allowed, 1e-4)
    const significant = allowed < deviance(a, ofA, b, ofB, 1)
    const sure = ratio > 1 ? Math.log(Math.max(low, 1e-26)) : -Math.log(high ?? 1e26)
    return { significant, sure }
  }

  async #histogram(set: AskedSet, traces: readonly PlainTrace[]) {
    const answer = await this.#ask('histogram', set)
    this.tally.equal('histogram, figures', set, answer.figures, figuresOf(traces))
    const log = (answer.log as readonly BinAnswer[]).map(({ from, to, count }) => [from, to, count])
    this.tally.equal('histogram, log', set, log, bucketsOf(traces))
    const equal = answer.equal as readonly BinAnswer[]
    const times = traces.flatMap(({ responseTime }) => responseTime ?? [])
    if (times.length === 0) return this.tally.equal('histogram, equal', set, equal, [])
    const [first, last] = [equal[0], equal.at(-1)]
    this.tally.equal('histogram, equal, how many and from where', set, [equal.length, first?.from], [25, 0])
    if (!((last?.to ?? 0) * 1e6 > Math.max(...times)))
      this.tally.fail('histogram, equal', set, 'the longest is not in it')
    for (const [at, { from, to, count }] of equal.entries()) {
      const [low, high] = [Math.round(from * 1e6), Math.round((to ?? 0) * 1e6)]
      this.tally.near(`histogram, width of equal bin ${at}`, set, high - low, Math.round((first?.to ?? 0) * 1e6))
      const own = times.filter((time) => time >= low && time < high).length
      this.tally.equal(`histogram, equal bin ${at}`, set, count, own)
    }
    for (const bin of [...(answer.log as readonly BinAnswer[]), ...equal].filter((_, at) => at % 9 === 0))
      await this.#found(`bin ${bin.from}`, set, bin.filter, bin.count)
  }

  async #activity(set: AskedSet, traces: readonly PlainTrace[], wanted: number | undefined) {
    const answer = await this.#ask('activity', set, wanted === undefined ? {} : { period: wanted })
    const period = Number(answer.period)
    if (wanted !== undefined) this.tally.equal('activity, period', set, period, wanted)
    const periods = new Map<number, PlainTrace[]>()
    for (const trace of traces) {
      const at = Math.floor((trace.start - Math.round(set.start * 1e6)) / Math.round(period * 1e6))
      const own = periods.get(at) ?? []
      periods.set(at, own)
      own.push(trace)
    }
    const expected = [...periods]
      .toSorted(([one], [other]) => one - other)
      .map(([at, own]) => ({
        start: (Math.round(set.start * 1e6) + at * Math.round(period * 1e6)) / 1e6,
        ...figuresOf(own),
        states: statesOf(own),
      }))
    const found = answer.periods as readonly object[]
    this.tally.equal('activity, how many periods', set, found.length, expected.length)
    for (const [at, one] of expected.entries()) this.tally.equal(`activity at ${one.start}`, set, found[at], one)
  }

  async #groups(
    set: AskedSet,
    key: string,
    traces: readonly PlainTrace[],
    expected: PlainGroups,
    filtersOfEach: number,
  ) {
    const what = `group by ${key}`
    const answer = await this.#ask('group-by', set, { by: key, limit: 1000 })
    this.tally.equal(`${what}, total`, set, answer.total, figuresOf(traces))
    this.tally.equal(`${what}, how many`, set, answer.distinct, expected.size)
    const groups = answer.groups as readonly GroupAnswer[]
    this.tally.equal(`${what}, how many are given`, set, groups.length, Math.min(1000, expected.size))
    const fewest = groups.at(-1)?.count ?? 0
    const given = new Set<string>()
    for (const [at, { value, type, filter, share: ofAll, ...figures }] of groups.entries()) {
      const name = identity(value === null ? undefined : { value, type })
      const group = expected.get(name)
      if (group === undefined || given.has(name)) {
        this.tally.fail(`${what}, ${name}`, set, 'is given twice, or should not be')
        continue
      }
      given.add(name)
      this.tally.equal(`${what}, ${name}`, set, figures, figuresOf(group.traces))
      this.tally.near(`${what}, share of ${name}`, set, ofAll, share(group.traces.length, traces.length))
      if (figures.count > (groups[at - 1]?.count ?? figures.count))
        this.tally.fail(`${what}, ${name}`, set, 'comes too late')
      if (filter !== null && (at < filtersOfEach || at % 97 === 0))
        await this.#found(`${what}, ${name}`, set, filter, group.traces.length)
    }
    for (const [name, group] of expected)
      if (group.traces.length > fewest && !given.has(name)) this.tally.fail(`${what}, ${name}`, set, 'is left out')
  }

  /** The groups of a key in another order; which one, the key says. */
  async #orderedGroups(set: AskedSet, key: string, groups: PlainGroups) {
    const order = groupOrders[key.length % groupOrders.length] ?? 'mean'
    const direction = key.length % 2 === 0 ? 'asc' : 'desc'
    const what = `group by ${key}, ordered by ${order} ${direction}`
    const answer = await this.#ask('group-by', set, { by: key, limit: 100, order, direction })
    // Where none has a response time, below all others.
    const place = (figures: Readonly<Record<GroupOrder, number | null>>) => figures[order] ?? -1
    const sign = direction === 'asc' ? 1 : -1
    const places = (answer.groups as readonly Readonly<Record<GroupOrder, number | null>>[]).map(place)
    const expected = [...groups.values()].map((group) => place(figuresOf(group.traces)))
    this.tally.equal(what, set, places, expected.toSorted((one, other) => sign * (one - other)).slice(0, 100))
  }

  async #values(set: AskedSet, key: string, groups: PlainGroups, contains: string) {
    const what = `values of ${key} with "${contains}"`
    const answer = await this.#ask('values', set, { by: key, contains, limit: 1000 })
    const expected = new Map<string, number>()
    for (const [name, { value, traces }] of groups)
      if (value !== undefined && String(value.value).toLowerCase().includes(contains.toLowerCase()))
        expected.set(name, traces.length)
    const values = answer.values as readonly GroupAnswer[]
    this.tally.equal(`${what}, how many`, set, values.length, Math.min(1000, expected.size))
    for (const { value, type, count } of values) {
      const name = identity(value === null ? undefined : { value, type })
      this.tally.equal(`${what}, ${name}`, set, count, expected.get(name))
    }
  }

  /** A filter of an answer finds as many traces as the answer said. */
  async #found(what: string, set: AskedSet, filter: string, count: number) {
    const own = set.filter === undefined ? filter : `(${set.filter}) AND (${filter})`
    const found = await this.#client.post(
      '/api/traces/count',
      JSON.stringify({ start: set.start, end: set.end, filter: own }),
    )
    this.tally.equal(`${what}, found by ${filter}`, set, found.body.count ?? found.body, count)
  }

  #tracesOf({ start, end, fits }: AskedSet): PlainTrace[] {
    return this.#all.filter(
      (trace) => trace.start >= Math.round(start * 1e6) && trace.start < Math.round(end * 1e6) && fits(trace),
    )
  }

  #ask(name: string, set: AskedSet, more: object = {}): Promise<Record<string, unknown>> {
    return ask(this.#client, `/api/traces/${name}`, { ...questionOf(set), ...more })
  }
}

type PlainGroups = ReturnType<typeof groupsOf>

interface FiguresWanted {
  /** Besides those that every server has. */
  readonly keys: readonly string[]
  /** Of how many groups the filter is asked. */
  readonly filtersOfEach: number
  /** What values are sought by. */
  readonly contained: readonly string[]
}

const groupOrders = ['mean', 'p95', 'ok', 'error', 'fault', 'throttle'] as const
type GroupOrder = (typeof groupOrders)[number]

function questionOf({ start, end, filter }: AskedSet): object {
  return { start, end, ...(filter === undefined ? {} : { filter }) }
}

function share(some: number, all: number): number {
  return all === 0 ? 0 : some / all
}
