import { refusals } from './errors.ts'
import { type Token, tokens } from './lexer.ts'

/** What a statement asks this room to do. */
export type Statement = PlainStatement | InsertStatement

/** A statement that the engine gets as it is. */
export interface PlainStatement {
  readonly kind: 'plain'
  readonly text: string
  readonly words: readonly Token[]
  /** It changes no table. */
  readonly reads: boolean
  /** It may change what columns tables have. */
  readonly changesTables: boolean
  /** It changes its session: SET, USE, temporary tables. Over HTTP no later query may see that. */
  readonly changesSession: boolean
}

/** An INSERT whose rows are data, after its own text or in the request's body. */
export interface InsertStatement {
  readonly kind: 'insert'
  /** `INSERT INTO t (…) SETTINGS …`, without FORMAT or VALUES. */
  readonly head: string
  readonly words: readonly Token[]
  /** The table as written: one or two identifier tokens. */
  readonly table: readonly string[]
  readonly columns: InsertColumns
  readonly format: string
  /** Where the data begins in the statement's text. */
  readonly dataAt: number
}

export type InsertColumns =
  | { readonly kind: 'all' }
  /** Identifier tokens, the parts of `a.b` joined. */
  | { readonly kind: 'listed' | 'except'; readonly names: readonly (readonly string[])[] }

const READS = new Set(['SELECT', 'WITH', 'FROM', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS', '('])

/** @throws StatementError for several statements, an empty one, or an INSERT that cannot be understood */
export function readStatement(text: string): Statement {
  const all = statementTokens(text)
  const first = all[0]
  if (first === undefined) throw refusals.emptyQuery()
  if (text.slice(0, all[all.length - 1]?.end).includes('\0')) throw refusals.rawNul()
  if (upper(first) === 'INSERT') {
    const insert = readInsert(text, all)
    if (insert !== undefined) return insert
  }
  const words = withoutEnd(all)
  const last = words[words.length - 1]
  if (last === undefined) throw refusals.emptyQuery()
  if (upper(first) === 'INSERT' && words.some((token, at) => upper(token) === 'INPUT' && words[at + 1]?.text === '(')) {
    throw refusals.insertFromInput()
  }
  const changesSession = ['SET', 'USE'].includes(upper(first)) || upper(words[1]) === 'TEMPORARY'
  return {
    kind: 'plain',
    text: text.slice(0, last.end),
    words,
    reads: READS.has(upper(first)),
    changesTables: upper(first) !== 'INSERT' && !READS.has(upper(first)),
    changesSession,
  }
}

/** The format that a statement names for its answer. */
export function outputFormat(words: readonly Token[]): string | undefined {
  const at = words.findLastIndex((token) => token.kind === 'word' && token.text.toUpperCase() === 'FORMAT')
  const name = words[at + 1]
  return at >= 0 && name?.kind === 'word' ? name.text : undefined
}

function upper(token: Token | undefined): string {
  return token === undefined || token.kind === 'string' || token.kind === 'name' ? '' : token.text.toUpperCase()
}

/** All tokens, except those of an INSERT's data: it need not be SQL, and may be long. */
function statementTokens(text: string): readonly Token[] {
  const found: Token[] = []
  const scan = tokens(text)
  let depth = 0
  for (let next = scan.next(); !next.done; next = scan.next()) {
    found.push(next.value)
    const word = upper(next.value)
    if (word === '(') depth += 1
    else if (word === ')') depth -= 1
    if (depth > 0 || upper(found[0]) !== 'INSERT') continue
    if (word === 'SELECT' || word === 'WITH') return [...found, ...scan]
    if (word === 'VALUES') return found
    if (word === 'FORMAT') {
      const name = scan.next()
      return name.done ? found : [...found, name.value]
    }
  }
  return found
}

function withoutEnd(all: readonly Token[]): readonly Token[] {
  const end = all.findIndex((token) => token.text === ';')
  if (end < 0) return all
  if (all.slice(end).some((token) => token.text !== ';')) throw refusals.severalStatements()
  return all.slice(0, end)
}

/** Undefined for an INSERT without data of its own (INSERT … SELECT). */
function readInsert(text: string, all: readonly Token[]): InsertStatement | undefined {
  let at = 1
  if (upper(all[at]) === 'INTO') at += 1
  if (upper(all[at]) === 'TABLE') at += 1
  const end = dataClause(all, at)
  if (end === undefined) return undefined
  if (upper(all[at]) === 'FUNCTION') throw refusals.insertUnread('data for a table function')
  const [table, afterTable] = readName(all, at)
  const [columns, afterColumns] = readColumns(all, afterTable)
  if (afterColumns > end) throw refusals.insertUnread('its column list')
  const clause = all[end]
  const head = text.slice(0, all[end - 1]?.end)
  const words = all.slice(0, end)
  if (clause === undefined || upper(clause) === 'VALUES') {
    return { kind: 'insert', head, words, table, columns, format: 'Values', dataAt: clause?.end ?? text.length }
  }
  const name = all[end + 1]
  if (name?.kind !== 'word') throw refusals.insertUnread('FORMAT without a name')
  const dataAt = name.end + (/^[ \t\r]*;?[ \t\r]*\n?/.exec(text.slice(name.end))?.[0].length ?? 0)
  return { kind: 'insert', head, words, table, columns, format: name.text, dataAt }
}

/** The token FORMAT or VALUES; undefined where a SELECT comes first. */
function dataClause(all: readonly Token[], from: number): number | undefined {
  let depth = 0
  for (let at = from; at < all.length; at += 1) {
    const word = upper(all[at])
    if (word === '(') {
      const next = upper(all[at + 1])
      if (depth === 0 && (next === 'SELECT' || next === 'WITH')) return undefined
      depth += 1
    } else if (word === ')') depth -= 1
    else if (depth > 0 || at === from) continue
    else if (word === 'SELECT' || word === 'WITH' || word === 'FROM' || word === 'EXPLAIN') return undefined
    else if (word === 'FORMAT' || word === 'VALUES') return at
    else if (word === ';') break
  }
  throw refusals.insertUnread('it has neither SELECT nor FORMAT nor VALUES')
}

function readName(all: readonly Token[], from: number): [readonly string[], number] {
  const parts: string[] = []
  let at = from
  for (;;) {
    const token = all[at]
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) {
      throw refusals.insertUnread(`a name is expected at ${token?.text ?? 'its end'}`)
    }
    parts.push(token.text)
    if (all[at + 1]?.text !== '.') return [parts, at + 1]
    at += 2
  }
}

function readColumns(all: readonly Token[], from: number): [InsertColumns, number] {
  if (all[from]?.text !== '(') return [{ kind: 'all' }, from]
  if (all[from + 1]?.text !== '*') {
    const [names, next] = readNames(all, from)
    return [{ kind: 'listed', names }, next]
  }
  if (all[from + 2]?.text === ')') return [{ kind: 'all' }, from + 3]
  if (upper(all[from + 2]) !== 'EXCEPT') throw refusals.insertUnread('its column list')
  if (all[from + 3]?.text !== '(') {
    const [name, next] = readName(all, from + 3)
    return [{ kind: 'except', names: [name] }, next + 1]
  }
  const [names, next] = readNames(all, from + 3)
  return [{ kind: 'except', names }, next + 1]
}

/** `(a, b.c, `d`)`; gives the place after the closing parenthesis. */
function readNames(all: readonly Token[], from: number): [readonly (readonly string[])[], number] {
  const names: (readonly string[])[] = []
  let at = from
  do {
    const [name, next] = readName(all, at + 1)
    names.push(name)
    at = next
  } while (all[at]?.text === ',')
  if (all[at]?.text !== ')') throw refusals.insertUnread('its column list has no end')
  return [names, at + 1]
}
