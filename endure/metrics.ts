/** The samples of GET /metrics by name and labels, as they are printed: `roentgen_documents_accepted_total{source="udp"}`. */
export type Metrics = ReadonlyMap<string, number>

export async function readMetrics(url: string): Promise<Metrics> {
  const answer = await fetch(`${url}/metrics`)
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`)
  const samples = new Map<string, number>()
  for (const line of (await answer.text()).split('\n')) {
    const [, name, value] = /^([^#\s]\S*(?:\{.*\})?) (\S+)$/.exec(line) ?? []
    if (name !== undefined) samples.set(name, Number(value))
  }
  return samples
}

/** The sum of all samples of a metric whose labels contain this text. */
export function sumOf(metrics: Metrics, name: string, labels = ''): number {
  let sum = 0
  for (const [key, value] of metrics)
    if ((key === name || key.startsWith(`${name}{`)) && key.includes(labels)) sum += value
  return sum
}
