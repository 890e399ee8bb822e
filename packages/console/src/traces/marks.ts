/** Two traces are compared: a third mark takes the place of the first. A mark that is set again is taken away. */
export function withMark(marked: readonly string[], id: string): readonly string[] {
  return marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id].slice(-2)
}
