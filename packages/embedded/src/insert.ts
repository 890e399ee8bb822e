import { refusals } from './errors.ts'
import type { Circumstances, LaneSession } from './lane.ts'
import { quoteName, quoteString, unquoteName } from './quote.ts'
import type { InsertColumns, InsertStatement } from './statement.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly defaultKind: string
  readonly defaultExpression: string
}

/**
 * The columns of tables, as INSERT must know them. Every statement passes through this process, so the memory is exact:
 * it is emptied whenever a statement may have changed a table.
 */
export class TableColumns {
  readonly #known = new Map<string, readonly Column[]>()

  forget(): void {
    this.#known.clear()
  }

  async of(table: readonly string[], session: LaneSession, circumstances: Circumstances): Promise<readonly Column[]> {
    const name = table.join('.')
    const key = JSON.stringify([circumstances.database, name])
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const described = await session.run(`DESCRIBE TABLE ${name}`, { ...circumstances, format: 'JSONCompactEachRow' })
    const columns = described
      .text()
      .split('\n')
      .filter((line) => line !== '')
      .map(columnOf)
    this.#known.set(key, columns)
    return columns
  }
}

function columnOf(line: string): Column {
  const [name, type, defaultKind, defaultExpression] = JSON.parse(line) as unknown[]
  return {
    name: String(name),
    type: String(type),
    defaultKind: String(defaultKind),
    defaultExpression: String(defaultExpression),
  }
}

/**
 * `INSERT … SELECT … FROM file(…)` for an INSERT with data. The structure is always given: guessed types differ from
 * the table's, and DEFAULT expressions must see the fields that a row leaves out.
 *
 * @param head the statement up to FORMAT, its placeholders filled
 * @param file a plain name in the process's working directory
 */
export function insertFromFile(
  insert: InsertStatement,
  head: string,
  columns: readonly Column[],
  file: string,
): string {
  const chosen = chooseColumns(insert.columns, columns, insert.table.map(unquoteName).join('.'))
  const structure = chosen.map((column) => `${quoteName(column.name)} ${column.type}${defaultOf(column)}`).join(', ')
  const names = chosen.map((column) => quoteName(column.name)).join(', ')
  return `${head}\nSELECT ${names}\nFROM file(${quoteString(file)}, ${quoteString(insert.format)}, ${quoteString(structure)})`
}

function defaultOf(column: Column): string {
  return column.defaultKind === 'DEFAULT' ? ` DEFAULT ${column.defaultExpression}` : ''
}

function chooseColumns(wanted: InsertColumns, columns: readonly Column[], table: string): readonly Column[] {
  if (wanted.kind === 'all') return columns.filter(ordinary)
  const names = wanted.names.map((parts) => parts.map(unquoteName).join('.'))
  const unknown = names.find((name) => !columns.some((column) => column.name === name))
  if (unknown !== undefined) throw refusals.noSuchColumn(unknown, table)
  if (wanted.kind === 'except') return columns.filter((column) => ordinary(column) && !names.includes(column.name))
  return names.flatMap((name) => columns.filter((column) => column.name === name))
}

function ordinary(column: Column): boolean {
  return column.defaultKind === '' || column.defaultKind === 'DEFAULT'
}
