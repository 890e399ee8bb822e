import type { RunRecord } from './run-record.ts'

/** One line of the report. */
export interface Line {
  readonly what: string
  readonly measured: string
  /** As design states it; '' where there is none. */
  readonly budget: string
  /** undefined where there is no budget. */
  readonly met: boolean | undefined
}

/** A line whose measure must not be above (or, with `atLeast`, below) a bound. */
export function line(
  what: string,
  value: number,
  unit: string,
  bound?: { readonly atMost?: number; readonly atLeast?: number },
): Line {
  const { atMost, atLeast } = bound ?? {}
  return {
    what,
    measured: `${rounded(value)} ${unit}`.trim(),
    budget:
      atMost !== undefined
        ? `≤ ${rounded(atMost)} ${unit}`.trim()
        : atLeast !== undefined
          ? `≥ ${rounded(atLeast)} ${unit}`.trim()
          : '',
    met: atMost !== undefined ? value <= atMost : atLeast !== undefined ? value >= atLeast : undefined,
  }
}

export function markdownReport(record: RunRecord, settings: string, lines: readonly Line[]): string {
  const rows = lines.map(
    ({ what, measured, budget, met }) =>
      `| ${what} | ${measured} | ${budget} | ${met === undefined ? '' : met ? 'yes' : '**no**'} |`,
  )
  return [
    `# ${record.name}, ${record.at.slice(0, 10)}`,
    '',
    `Commit ${record.commit}, seed ${record.seed}, Node ${record.node}, ${record.machine}.`,
    `${settings} Generators run on the same machine, in processes of their own; their CPU is not counted, but they take it from the server.`,
    '',
    '| what | measured | budget | met |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function rounded(value: number): string {
  if (Number.isNaN(value)) return 'not measured'
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
