/** Requests by path and status, and the seconds spent on them. */
export class HttpCounts {
  readonly #rows = new Map<string, { path: string; status: number; count: number; seconds: number }>()

  count(path: string, status: number, seconds: number): void {
    const key = `${status} ${path}`
    const row = this.#rows.get(key) ?? { path, status, count: 0, seconds: 0 }
    row.count++
    row.seconds += seconds
    this.#rows.set(key, row)
  }

  get rows(): readonly { path: string; status: number; count: number; seconds: number }[] {
    return [...this.#rows.values()]
  }
}
