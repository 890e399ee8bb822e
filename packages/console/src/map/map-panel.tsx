import { useId } from 'react'
import { Link } from 'wouter'
import { againstTheTimeBefore, compareParameters } from '../compare/compared-set.ts'
import controls from '../design/controls.module.css'
import { Histogram } from '../design/histogram.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { typeText } from '../format/entity-types.ts'
import { countText, durationText, rateText, shareText } from '../format/numbers.ts'
import { useLink, useView } from '../view/use-view.ts'
import { ComparedNumbers } from './compared-numbers.tsx'
import type { GraphComparison } from './comparison.ts'
import { ConnectionList } from './connection-list.tsx'
import type { MapEdge, MapGraph, MapNode } from './graph.ts'
import { barsBetween, barsOf, bucketsBetween, placeOf } from './histogram-bars.ts'
import styles from './map-panel.module.css'
import { percentile } from './percentile.ts'
import { PeriodCharts } from './period-charts.tsx'
import { averageOf, shareOf } from './rates.ts'
import type { BucketRange, Choice } from './request-choice.ts'
import { type RequestState, states } from './ring.ts'
import { edgeFilter, nodeFilter, selectorOf } from './trace-filter.ts'
import type { Selection } from './use-map-view.ts'
import type { ServiceMap } from './use-service-map.ts'

interface MapPanelProps {
  readonly map: ServiceMap
  readonly graph: MapGraph
  readonly selection: NonNullable<Selection>
  readonly choice: Choice
  readonly onChoose: (choice: Choice) => void
  readonly comparison: GraphComparison | undefined
  readonly onSelect: (selection: Selection) => void
  readonly onFocus: (id: number) => void
  readonly onClose: () => void
}

/** All about a node or an edge, and the way to its traces. */
export default function MapPanel(props: MapPanelProps) {
  const { map, graph, selection, choice, onChoose, comparison, onSelect, onFocus, onClose } = props
  const of = selection.kind === 'node' ? graph.node.get(selection.id) : graph.edge.get(selection.id)
  const compared = selection.kind === 'node' ? comparison?.nodes.get(selection.id) : comparison?.edges.get(selection.id)
  const title = useId()
  return (
    <aside className={styles.panel} aria-labelledby={title}>
      <header className={styles.header}>
        <div>
          <h2 id={title} className={styles.title}>
            {of === undefined ? 'Not on this map' : <Title of={of} graph={graph} />}
          </h2>
          <p className={styles.kind}>{of === undefined ? 'It had no traffic in this range.' : kindText(of)}</p>
        </div>
        <button
          type="button"
          className={controls.icon}
          aria-label="Close the panel"
          title="Close (Escape)"
          onClick={onClose}
        >
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
            <path d="M2 2l10 10M12 2L2 12" stroke="currentColor" strokeWidth="1.700" strokeLinecap="round" />
          </svg>
        </button>
      </header>
      {of !== undefined && (
        <>
          <Details of={of} map={map} graph={graph} choice={choice} onChoose={onChoose} onFocus={onFocus}>
            {compared && <ComparedNumbers comparison={compared} />}
          </Details>
          <ConnectionList of={of} graph={graph} minutes={map.minutes} onSelect={onSelect} />
        </>
      )}
    </aside>
  )
}

interface DetailsProps {
  readonly choice: Choice
  readonly onChoose: (choice: Choice) => void
  readonly of: MapNode | MapEdge
  readonly map: ServiceMap
  readonly graph: MapGraph
  readonly onFocus: (id: number) => void
  readonly children: React.ReactNode
}

function Details({ of, map, graph, choice: chosenOf, onChoose, onFocus, children }: DetailsProps) {
  const link = useLink()
  const { range } = useView()
  const { states: ticked, times } = chosenOf
  const setTicked = (ticks: readonly RequestState[]) => onChoose({ states: ticks, times })
  const setTimes = (range: BucketRange | undefined) => onChoose({ states: ticked, times: range })
  const { requests } = of
  const isEdge = 'from' in of
  const isAged = isEdge && of.isLink
  const choice = { states: ticked, times: isAged ? undefined : times }
  const filter = isEdge ? edgeFilter(graph, of, choice) : nodeFilter(graph, of, choice)
  const bars = barsOf(of.buckets)
  const brushed = barsBetween(bars, times)
  const inBars = bars.bars.reduce((sum, { count }) => sum + count, 0)
  const chosen =
    brushed === undefined
      ? 0
      : bars.bars.slice(brushed.first, brushed.last + 1).reduce((sum, { count }) => sum + count, 0)
  const percentiles = [0.5, 0.9, 0.99].map((share) => ({ share, value: percentile(of.buckets, share) }))
  const average = averageOf(requests)
  return (
    <>
      <dl className={styles.figures}>
        <Figure name="Average" value={average === undefined ? '–' : durationText(average)} />
        {percentiles.map(({ share, value }) => (
          <Figure key={share} name={`p${share * 100}`} value={value === undefined ? '–' : durationText(value)} />
        ))}
        <Figure name="Per minute" value={rateText(requests.total / map.minutes)} />
        <Figure name="Requests" value={countText(requests.total)} />
      </dl>
      {children}
      <fieldset className={styles.states}>
        <legend>Response status</legend>
        {states.toReversed().map((state) => (
          <label key={state} className={styles.state}>
            <input
              type="checkbox"
              checked={ticked.includes(state)}
              onChange={({ target }) =>
                setTicked(target.checked ? [...ticked, state] : ticked.filter((other) => other !== state))
              }
            />
            <StatusMark status={state} named />
            <span className={styles.share}>{shareText(shareOf(requests, state))}</span>
            <span className={styles.count}>{countText(requests[state])}</span>
          </label>
        ))}
      </fieldset>
      {bars.bars.length > 0 && (
        <section className={styles.section}>
          <h3>{isAged ? 'Age of the messages received' : 'Response times'}</h3>
          <Histogram
            label={isAged ? 'Requests by age of message' : 'Requests by response time'}
            bars={bars.bars}
            ticks={bars.ticks}
            marks={percentiles.flatMap(({ share, value }) =>
              value === undefined || share === 0.9 ? [] : [{ at: placeOf(bars, value), text: `p${share * 100}` }],
            )}
            selected={isAged ? undefined : brushed}
            onSelect={(range) => setTimes(range === undefined || isAged ? undefined : bucketsBetween(bars, range))}
          />
          {!isAged && (
            <p className={styles.hint}>
              {brushed === undefined ? (
                'Drag across the bars to choose response times.'
              ) : (
                <>
                  {bars.bars[brushed.first]?.name.split(' to ')[0]} to{' '}
                  {bars.bars[brushed.last]?.name.split(' to ').at(-1)}: {countText(chosen)} requests,{' '}
                  {shareText(chosen / Math.max(1, inBars))}{' '}
                  <button type="button" className={controls.plain} onClick={() => setTimes(undefined)}>
                    Clear
                  </button>
                </>
              )}
            </p>
          )}
        </section>
      )}
      <div className={styles.actions}>
        <Link className={controls.primary} href={link('/traces', { filter })}>
          {ticked.length > 0 || choice.times !== undefined ? 'View these traces' : 'View traces'}
        </Link>
        <Link
          className={controls.secondary}
          href={link('/compare', {
            extra: compareParameters(...againstTheTimeBefore(filter, range, map.at)),
          })}
          title="What differs between the traces of this period and those of the one before"
        >
          What changed
        </Link>
        {!isEdge && (
          <button type="button" className={controls.secondary} onClick={() => onFocus(of.id)}>
            Only its connections
          </button>
        )}
      </div>
      <p className={styles.filter}>
        <code>{filter.length > 600 ? `${filter.slice(0, 600)}…` : filter}</code>
      </p>
      <PeriodCharts map={map} selector={selectorOf(graph, of)} />
    </>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Title({ of, graph }: { readonly of: MapNode | MapEdge; readonly graph: MapGraph }) {
  if (!('from' in of)) return <bdi>{of.kind === 'client' ? `Clients of ${of.name}` : of.name}</bdi>
  const [from, to] = [graph.node.get(of.from), graph.node.get(of.to)]
  return (
    <>
      <bdi>{from?.kind === 'client' ? 'Clients' : from?.name}</bdi> → <bdi>{to?.name}</bdi>
    </>
  )
}

function kindText(of: MapNode | MapEdge): string {
  if ('from' in of) return of.isLink ? 'Linked traces' : 'Calls as the caller sees them, with the time on the network'
  switch (of.kind) {
    case 'client':
      return 'Requests from outside, as the service sees them'
    case 'inferred':
      return `${typeText(of.type)}, known from its callers alone`
    case 'service':
      return `${typeText(of.type)}, as it measured itself`
  }
}
