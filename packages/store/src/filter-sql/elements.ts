/**
 * What the element of a nested list's column is called in a lambda, such as its_name. Never as a column of the table is:
 * without its analyzer, the engine takes `http_status = 404` in a lambda for what it has made of the column `http_status`
 * outside of it.
 */
export function elementOf(column: string): string {
  return `its_${column.slice(column.indexOf('.') + 1)}`
}

/**
 * The columns of nested lists of one length that a condition on one element reads, so that the lambda has those and no
 * others.
 */
export class Elements {
  readonly #columns = new Map<string, string>()

  /** The element of this column. */
  of(column: string, name = elementOf(column)): string {
    this.#columns.set(name, column)
    return name
  }

  /** The element's position, from 0; `column` is any list of that length. */
  position(column: string): string {
    this.#columns.set('place', `arrayEnumerate(${column})`)
    return 'place - 1'
  }

  /** arrayExists and its like, over these columns. `column` is read where the condition reads none. */
  apply(name: 'arrayExists' | 'arrayFilter', condition: string, column: string): string {
    if (this.#columns.size === 0) this.of(column)
    const names = [...this.#columns.keys()]
    const head = names.length === 1 ? names[0] : `(${names.join(', ')})`
    return `${name}(${head} -> ${condition}, ${[...this.#columns.values()].join(', ')})`
  }
}
