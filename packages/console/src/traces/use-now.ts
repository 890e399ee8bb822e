import { useEffect, useState } from 'react'

/** How often ages are told anew, ms. */
const interval = 5_000

/** The moment that ages are told from: `fixed` (seconds), or the clock's while it runs. */
export function useNow(fixed: number, isRunning: boolean): number {
  const [now, setNow] = useState(fixed)
  useEffect(() => {
    if (!isRunning) return
    setNow(Date.now() / 1000)
    const timer = setInterval(() => setNow(Date.now() / 1000), interval)
    return () => clearInterval(timer)
  }, [isRunning])
  return isRunning ? Math.max(now, fixed) : fixed
}
