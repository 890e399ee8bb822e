import { fileURLToPath } from 'node:url'

/** The folder of this package's package.json; this file lies one folder below it, in src and in dist alike. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url))

/** A compiled program of this package: child processes run from dist, whichever form the parent runs in. */
export function compiled(path: string): string {
  return fileURLToPath(new URL(`../dist/${path}`, import.meta.url))
}
