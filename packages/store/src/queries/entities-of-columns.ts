import type { ElementNames } from '../map/element-names.ts'
import type { NamesRead, NativeReader } from '../native-reader.ts'

/** The next three columns are names, types and accounts: gives the number of the entity at a place among all elements. */
export function entitiesOf(reader: NativeReader, rows: number, known: ElementNames): (at: number) => number {
  const [name, type, account] = [namesOf(reader, rows), namesOf(reader, rows), namesOf(reader, rows)]
  const [types, accounts] = [type.names.length + 1, account.names.length + 1]
  const numbers = new Map<number, number>()
  return (at) => {
    const [ofName = 0, ofType = 0, ofAccount = 0] = [name.places[at], type.places[at], account.places[at]]
    const key = (ofName * types + ofType) * accounts + ofAccount
    let number = numbers.get(key)
    if (number === undefined) {
      const textOf = ({ names }: NamesRead, place: number) => names[place] ?? ''
      number = known.node({
        name: textOf(name, ofName),
        type: textOf(type, ofType),
        account: textOf(account, ofAccount),
      })
      numbers.set(key, number)
    }
    return number
  }
}

function namesOf(reader: NativeReader, rows: number): NamesRead {
  reader.column()
  return reader.listsOfNames(rows)
}
