import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { Loading } from './design/states.tsx'
import { Live } from './live/live.tsx'
import { Frame } from './shell/frame.tsx'
import { Mishap } from './shell/mishap.tsx'
import { NoSuchPage } from './shell/no-such-page.tsx'
import { FirstRun } from './start/first-run.tsx'

const MapPage = lazy(() => import('./map/map-page.tsx'))
const TracesPage = lazy(() => import('./traces/traces-page.tsx'))
const TracePage = lazy(() => import('./trace/trace-page.tsx'))
const ComparePage = lazy(() => import('./compare/compare-page.tsx'))
const TwoTracesPage = lazy(() => import('./compare/two/two-traces-page.tsx'))
const GroupsPage = lazy(() => import('./groups/groups-page.tsx'))
const StartPage = lazy(() => import('./start/start-page.tsx'))
const HealthPage = lazy(() => import('./health/health-page.tsx'))
const SettingsPage = lazy(() => import('./settings/settings-page.tsx'))

export function App() {
  const [path] = useLocation()
  const search = useSearch()
  const rest = search === '' ? '' : `?${search}`
  return (
    <Live>
      <Frame>
        <Mishap page={path}>
          <Suspense fallback={<Loading what="the page" />}>
            <Switch>
              <Route path="/">
                <FirstRun>
                  <MapPage />
                </FirstRun>
              </Route>
              <Route path="/map">
                <MapPage />
              </Route>
              {/* One route for both, so that the raw data is no other page and the trace is not read again. */}
              <Route path="/traces/:id/:part?">
                {({ id, part }) =>
                  part === undefined || part === 'raw' ? <TracePage id={id} isRaw={part === 'raw'} /> : <NoSuchPage />
                }
              </Route>
              <Route path="/traces">
                <TracesPage />
              </Route>
              <Route path="/compare/traces/:a?/:b?">{({ a = '', b = '' }) => <TwoTracesPage a={a} b={b} />}</Route>
              <Route path="/compare">
                <ComparePage />
              </Route>
              <Route path="/groups">
                <GroupsPage />
              </Route>
              <Route path="/start">
                <StartPage />
              </Route>
              <Route path="/health">
                <HealthPage />
              </Route>
              <Route path="/settings">
                <SettingsPage />
              </Route>
              {/* Pages of the X-Ray console that are part of another here. */}
              <Route path="/home">
                <Redirect to={`/${rest}`} replace />
              </Route>
              <Route path="/analytics">
                <Redirect to={`/traces${rest}`} replace />
              </Route>
              <Route>
                <NoSuchPage />
              </Route>
            </Switch>
          </Suspense>
        </Mishap>
      </Frame>
    </Live>
  )
}
