import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { errors, StoreError } from '../errors.ts'

/** Numbers are bits of a 64-bit word. */
const numbers = 64

const claimed = 1
const released = 2
const confirmed = 3

interface Claim {
  readonly number: number
  readonly identity: string
  readonly state: number
}

/**
 * The number of the server with this identity among those that share a store: the one it has already, or a free one,
 * which is its own from then on.
 *
 * A number is confirmed only after a claim that nobody else made as well. Of two claims of one number, the later one at
 * least sees the other; whoever sees another gives way and takes a number by lot.
 *
 * @throws StoreError tooManyServers
 */
export async function claimNumber(connection: Connection, identity: string): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const claims = await readClaims(connection)
    const own = claims.find((claim) => claim.identity === identity && claim.state === confirmed)
    if (own !== undefined) return own.number
    const taken = new Set(
      claims.filter((claim) => claim.identity === identity || claim.state !== released).map(({ number }) => number),
    )
    const free = Array.from({ length: numbers }, (_, number) => number).filter((number) => !taken.has(number))
    // An earlier start may have ended between claim and confirmation.
    const begun = claims.find((claim) => claim.identity === identity && claim.state === claimed)?.number
    const number = begun ?? free[attempt === 0 ? 0 : Math.floor(Math.random() * free.length)]
    if (number === undefined) throw new StoreError('tooManyServers', errors.tooManyServers.text(numbers))
    await write(connection, { number, identity, state: claimed })
    const others = (await readClaims(connection)).filter(
      (claim) => claim.number === number && claim.identity !== identity && claim.state !== released,
    )
    if (others.length === 0) {
      await write(connection, { number, identity, state: confirmed })
      return number
    }
    await write(connection, { number, identity, state: released })
  }
}

/** Who has claimed which number? Cost: a table of a row a server. */
async function readClaims(connection: Connection): Promise<Claim[]> {
  const sql = `
select
  number,
  identity,
  max(state)
from servers
group by
  number,
  identity
`
  const rows = await connection.rows('load', { sql })
  return rows.map((row) => {
    const cells = new Cells(row)
    return { number: cells.number(), identity: cells.text(), state: cells.number() }
  })
}

async function write(connection: Connection, { number, identity, state }: Claim): Promise<void> {
  await connection.insert({
    table: 'servers',
    columns: ['number', 'identity', 'state'],
    format: 'TabSeparated',
    body: () => Buffer.from(`${number}\t${identity}\t${state}\n`),
  })
}
