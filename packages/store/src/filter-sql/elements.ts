/**
 * The columns of nested lists of one length that a condition on one element reads, so that the lambda has those and no
 * others. In it, an element has the last part of its column's name.
 */
export class Elements {
  readonly #columns = new Map<string, string>()

  /** The element of this column. */
  of(column: string, name = column.slice(column.indexOf('.') + 1)): string {
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
