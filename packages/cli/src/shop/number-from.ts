import { InvalidArgumentError } from 'commander'

/** Reads the number of an option, whole unless said otherwise. */
export function numberFrom(low: number, high: number, whole = true): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= low && value <= high) || (whole && !Number.isInteger(value)))
      throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number from ${low} to ${high}.`)
    return value
  }
}
