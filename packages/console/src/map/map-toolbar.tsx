import controls from '../design/controls.module.css'
import { Switcher } from '../design/switcher.tsx'
import { timeText } from '../format/times.ts'
import { useZone } from '../view/zone.ts'
import { FindNode } from './find-node.tsx'
import styles from './map-toolbar.module.css'
import { sizings } from './node-size.ts'
import type { MapViewAndChange } from './use-map-view.ts'
import type { ServiceMap } from './use-service-map.ts'

interface MapToolbarProps {
  readonly map: ServiceMap
  readonly view: MapViewAndChange
  readonly problem: Error | undefined
  readonly isPaused: boolean
}

/** What is shown of the map, and whether it goes on. */
export function MapToolbar({ map, view, problem, isPaused }: MapToolbarProps) {
  const { isList, sizing, focus, hops, isComparing, changeMap } = view
  const { zone } = useZone()
  const focused = focus === undefined ? undefined : map.graph.node.get(focus)
  return (
    <div className={`${controls.bar} ${styles.bar}`} role="toolbar" aria-label="Map">
      <Switcher
        label="View"
        options={[
          { value: 'map', name: 'Map' },
          { value: 'list', name: 'List' },
        ]}
        value={isList ? 'list' : 'map'}
        onChange={(value) => changeMap({ isList: value === 'list' })}
      />
      <FindNode graph={map.graph} onFind={(id) => changeMap({ selection: { kind: 'node', id } })} />
      {!isList && (
        <label className={styles.choice}>
          Size
          <select
            className={controls.compact}
            value={sizing}
            onChange={({ target }) => changeMap({ sizing: sizings.find((known) => known === target.value) ?? 'none' })}
          >
            <option value="none">the same</option>
            <option value="traffic">by traffic</option>
            <option value="impact">by impact</option>
          </select>
        </label>
      )}
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={isComparing}
          onChange={({ target }) => changeMap({ isComparing: target.checked })}
        />
        Compare with before
      </label>
      {focus !== undefined && (
        <span className={styles.focus}>
          Only connections of <bdi>{focused?.name ?? 'a node that is not here'}</bdi>
          <select
            className={controls.compact}
            aria-label="How far connections are followed"
            value={hops ?? 'all'}
            onChange={({ target }) => changeMap({ hops: target.value === 'all' ? undefined : Number(target.value) })}
          >
            <option value="1">1 hop</option>
            <option value="2">2 hops</option>
            <option value="3">3 hops</option>
            <option value="all">all the way</option>
          </select>
          <button
            type="button"
            className={controls.compact}
            onClick={() => changeMap({ focus: undefined, hops: undefined })}
          >
            Show all
          </button>
        </span>
      )}
      <span className={styles.state}>
        {problem === undefined ? (
          <span>
            {isPaused ? 'Paused' : 'Updated'} {timeText(map.at, zone, false)}
          </span>
        ) : (
          <span role="alert" className={styles.problem} title={problem.message}>
            Not updated since {timeText(map.at, zone, false)}: {problem.message}
          </span>
        )}
      </span>
    </div>
  )
}
