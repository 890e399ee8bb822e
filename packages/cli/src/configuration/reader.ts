import { isIP } from 'node:net'
import type { Bytes, Micros } from '@roentgen/trace'
import { readDuration } from '../duration.ts'
import { readSize } from './size.ts'

/** How the text of a flag, an environment variable or a file becomes a value. */
export interface Reader<Value> {
  /** Ends the sentence "it must be …". */
  readonly wanted: string
  /** Undefined where the text is not that. */
  readonly read: (text: string) => Value | undefined
}

export const anyText: Reader<string> = { wanted: 'a text', read: (text) => (text === '' ? undefined : text) }

export const address: Reader<string> = {
  wanted: 'an IP address, for instance 127.0.0.1 or 0.0.0.0',
  read: (text) => (isIP(text) !== 0 || text === 'localhost' ? text : undefined),
}

export const databaseName: Reader<string> = {
  wanted: 'letters, digits and underscores, a letter first, 64 at most',
  read: (text) => (/^[A-Za-z]\w{0,63}$/.test(text) ? text : undefined),
}

export const httpUrl: Reader<string> = {
  wanted: 'an address such as http://127.0.0.1:8123',
  read: (text) => (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined),
}

export function wholeNumber([low, high]: readonly [number, number]): Reader<number> {
  return {
    wanted: `a whole number from ${low} to ${high}`,
    read: (text) => (/^\d+$/.test(text) ? within(Number(text), low, high) : undefined),
  }
}

export function fraction([low, high]: readonly [number, number]): Reader<number> {
  return {
    wanted: `a number from ${low} to ${high}`,
    read: (text) => (/^\d*\.?\d+$/.test(text) ? within(Number(text), low, high) : undefined),
  }
}

/** @param words the bounds as a person writes them */
export function duration([low, high]: readonly [number, number], words: string): Reader<Micros> {
  return {
    wanted: `a length of time ${words}, such as 30d or 36h`,
    read: (text) => within(readDuration(text), low, high),
  }
}

/** @param words the bounds as a person writes them */
export function size([low, high]: readonly [number, number], words: string): Reader<Bytes> {
  return {
    wanted: `a size ${words}, such as 10GB or 512MiB`,
    read: (text) => within(readSize(text), low, high),
  }
}

export function choice<const Choice extends string>(choices: readonly Choice[]): Reader<Choice> {
  return {
    wanted: choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`,
    read: (text) => choices.find((each) => each === text),
  }
}

export const yesOrNo: Reader<boolean> = {
  wanted: 'true or false',
  read: (text) => (/^(1|true|yes)$/i.test(text) ? true : /^(0|false|no)$/i.test(text) ? false : undefined),
}

/** Several, with commas between. */
export const names: Reader<readonly string[]> = {
  wanted: 'one name or several',
  read: (text) => {
    const all = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    return all.length === 0 ? undefined : all
  },
}

/** What `reader` reads, or the word for having none. */
export function orWord<Value, const Word extends string>(word: Word, reader: Reader<Value>): Reader<Value | Word> {
  return { wanted: `${word}, or ${reader.wanted}`, read: (text) => (text === word ? word : reader.read(text)) }
}

function within<Value extends number>(value: Value | undefined, low: number, high: number): Value | undefined {
  return value !== undefined && value >= low && value <= high ? value : undefined
}
