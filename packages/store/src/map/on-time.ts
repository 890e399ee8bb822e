import { onTime } from './place.ts'

/** Whether a summary came on time, by when it counts: what placeOf says. */
export function onTimeSql(counted: string): string {
  return `${counted} > key_time - ${onTime.before} and ${counted} <= key_time + ${onTime.after}`
}
