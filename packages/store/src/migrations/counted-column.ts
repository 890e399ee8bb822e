/** When a trace counts in maps: countedAt of counted-at.ts. */
export const countedSql = 'if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)'

export const countedColumn = `Int64
    materialized ${countedSql}
    codec(Delta, ZSTD(1))`
