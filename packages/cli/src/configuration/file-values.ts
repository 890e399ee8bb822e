import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml'
import { errors } from '../errors.ts'
import type { FileValue } from './config-file.ts'
import { nearest } from './nearest.ts'

/**
 * What the text of a file of settings says, by their names.
 *
 * @throws CommandError with file, line and key
 */
export function valuesOf(text: string, path: string, names: readonly string[]): ReadonlyMap<string, FileValue> {
  const lineCounter = new LineCounter()
  const [document, another] = parseAllDocuments(text, { lineCounter, prettyErrors: false })
  const values = new Map<string, FileValue>()
  if (document === undefined || !('contents' in document)) return values
  const lineAt = (offset: number | undefined): number => lineCounter.linePos(offset ?? 0).line
  const lineOf = (node: Node | null | undefined): number => lineAt(node?.range?.[0])
  const [mistake] = document.errors
  if (mistake !== undefined) throw errors.badYaml(path, lineAt(mistake.pos[0]), mistake.message)
  if (another !== undefined) throw errors.badYaml(path, lineAt(another.range[0]), 'there must be one document')
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null)) return values
  if (!isMap(contents)) throw errors.badYaml(path, lineOf(contents), 'it must be lines such as "retention: 30d"')
  for (const { key, value } of contents.items) {
    if (!isScalar(key)) throw errors.badYaml(path, lineOf(contents), 'a key must be a name')
    const name = String(key.value)
    const line = lineOf(key)
    if (!names.includes(name)) throw errors.unknownSetting(`${path}:${line}`, name, nearest(name, names))
    const node = isAlias(value) ? value.resolve(document) : value
    const words = textOf(node)
    if (words === undefined)
      throw errors.badYaml(path, line, isMap(node) ? `${name} must not have keys of its own` : `${name} has no value`)
    values.set(name, { text: words, line })
  }
  return values
}

// The source of a plain scalar, for `10e3` or `1_000` are to be judged as they were written.
function textOf(node: unknown): string | undefined {
  if (isScalar(node)) return node.value === null ? undefined : (node.source ?? String(node.value))
  if (!isSeq(node)) return undefined
  const texts = node.items.map(textOf)
  return texts.some((text) => text === undefined) ? undefined : texts.join(',')
}
