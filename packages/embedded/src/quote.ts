const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '`': '\\`',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function escaped(text: string): string {
  // The engine takes the statement as a C string and ends inline data at a blank line: no control character stays raw.
  return text.replace(/[\\'`\0\b\f\n\r\t]/g, (sign) => ESCAPES[sign] ?? sign)
}

/** A text as ClickHouse's string literal: `it's` → `'it\'s'`. */
export function quoteString(text: string): string {
  return `'${escaped(text)}'`
}

/** A text as ClickHouse's quoted identifier, in backticks. */
export function quoteName(name: string): string {
  return `\`${escaped(name)}\``
}

/** The name that an identifier token stands for: the inverse of {@link quoteName}, and the identity on bare words. */
export function unquoteName(token: string): string {
  const quote = token.charAt(0)
  if (quote === '“') return token.slice(1, -1)
  if (quote !== '`' && quote !== '"') return token
  return token
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replace(/\\(.)/gs, (_, sign: string) => UNESCAPES[sign] ?? sign)
}

const UNESCAPES: Readonly<Record<string, string>> = {
  0: '\0',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
