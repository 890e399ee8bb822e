/**
 * Of a granule's rows the least and the most: when they ended, how long they took, and in what time they were answered. One index,
 * for each is a file more in every part. What migration 15 gave to tables of before, in the words of those that make one.
 */
export const timesIndex = 'index by_times (end, duration, response_time) type minmax granularity 1'
