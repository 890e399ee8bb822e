/** A JSON text that may be broken on purpose: objects may repeat keys, and scalars are whatever stands in the text. */
export type Tree =
  | { readonly kind: 'object'; readonly members: [key: string, value: Tree][] }
  | { readonly kind: 'array'; readonly items: Tree[] }
  | { readonly kind: 'text'; readonly text: string }

export function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(treeOf) }
  if (typeof value === 'object' && value !== null)
    return { kind: 'object', members: Object.entries(value).map(([key, member]) => [key, treeOf(member)]) }
  return { kind: 'text', text: JSON.stringify(value) }
}

/** A scalar as it stands in the text; it need not be JSON. */
export function textTree(text: string): Tree {
  return { kind: 'text', text }
}

export function print(tree: Tree): string {
  if (tree.kind === 'text') return tree.text
  if (tree.kind === 'array') return `[${tree.items.map(print).join(',')}]`
  return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${print(value)}`).join(',')}}`
}

/** Every object and array of a tree, the outermost first. */
export function containers(tree: Tree): Exclude<Tree, { kind: 'text' }>[] {
  const found: Exclude<Tree, { kind: 'text' }>[] = []
  const open = [tree]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'text') continue
    found.push(next)
    open.push(...(next.kind === 'array' ? next.items : next.members.map(([, value]) => value)))
  }
  return found
}
