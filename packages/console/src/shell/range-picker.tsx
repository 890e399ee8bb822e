import { useView } from '../view/use-view.ts'
import { RangeMenu } from './range-menu.tsx'

/** The stretch of time that all pages show. */
export function RangePicker() {
  const { range, change } = useView()
  return <RangeMenu name="Time range" range={range} onChoose={(chosen) => change({ range: chosen })} />
}
