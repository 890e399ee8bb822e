const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']

/** Bytes as people read them: `812 bytes`, `1.5 GiB`. */
export function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}
