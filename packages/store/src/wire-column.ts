/** A column's name, and the type in which its values are sent: the engine casts where the table's is another. */
export type WireColumn = readonly [name: string, type: string]
