/** Of GetServiceGraph. Times in seconds. */
export interface ServiceGraphQuestion {
  readonly start: number
  readonly end: number
  readonly group: string
}

export const serviceGraphPath = '/ServiceGraph'

/** X-Ray API: the request of GetServiceGraph. */
export function serviceGraphRequest({ start, end, group }: ServiceGraphQuestion, token?: string): object {
  return { StartTime: start, EndTime: end, GroupName: group, ...(token !== undefined && { NextToken: token }) }
}
