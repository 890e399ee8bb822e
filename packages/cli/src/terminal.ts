/** What a command may know of where it prints: renderers take this and nothing from the process. */
export interface Terminal {
  readonly width: number
  readonly colour: boolean
}

/** The terminal behind a stream. A pipe is 120 wide and has no colour; NO_COLOR (no-color.org) takes it away everywhere. */
export function terminalOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Terminal {
  const width = Number(environment.COLUMNS) || stream.columns || 120
  return {
    width: Math.max(40, width),
    colour: stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb',
  }
}

const codes = { red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36, dim: 2, bold: 1 }
export type Style = keyof typeof codes

export function styled(text: string, style: Style | undefined, terminal: Terminal): string {
  return style && terminal.colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text
}

/**
 * Text from outside, fit for one cell: what could move the cursor or recolour the terminal becomes a visible mark.
 * Names of services come from whoever can send a datagram.
 */
export function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** Exactly `width` columns: cut with an ellipsis, or filled up. A wide character counts as two. */
export function fitted(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const clean = visible(text)
  let taken = 0
  let cut = ''
  const whole = columnsOf(clean)
  if (whole <= width) return align === 'left' ? clean + ' '.repeat(width - whole) : ' '.repeat(width - whole) + clean
  for (const character of clean) {
    const columns = columnsOf(character)
    if (taken + columns > width - 1) break
    cut += character
    taken += columns
  }
  return `${cut}…${' '.repeat(Math.max(0, width - taken - 1))}`.slice(0, width < 1 ? 0 : undefined)
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u

/** Columns that a text takes on a terminal. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += wide.test(character) ? 2 : 1
  return columns
}
