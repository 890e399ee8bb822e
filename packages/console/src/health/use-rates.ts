import type { HealthReport } from '@roentgen/api'
import { useEffect, useState } from 'react'
import { addSample, type Rates, ratesOf, type Sample } from './rates.ts'

/** Rates from the reports that came while the page is open. @param at when the report was answered, milliseconds */
export function useRates(report: HealthReport | undefined, at: number): Rates | undefined {
  const [samples, setSamples] = useState<readonly Sample[]>([])
  useEffect(() => {
    if (report !== undefined) setSamples((before) => addSample(before, { at: at / 1000, report }))
  }, [report, at])
  return ratesOf(samples)
}
