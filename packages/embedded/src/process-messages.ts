import type { ResolvedOptions } from './engine-options.ts'

/** What the server's process tells the engine's process. */
export type ToEngine =
  | {
      readonly kind: 'start'
      readonly options: ResolvedOptions
      readonly username: string
      readonly password: string
      /** 0 the first time; later the port of before. */
      readonly port: number
    }
  | { readonly kind: 'close' }

/** What the engine's process tells the server's process. */
export type FromEngine =
  | { readonly kind: 'listening'; readonly port: number }
  /** Another process holds the directory; it is asked again until the time is up. */
  | { readonly kind: 'waiting'; readonly holder: string }
  | { readonly kind: 'failed'; readonly why: 'unloadable' | 'held' | 'unusable' | 'port'; readonly reason: string }
