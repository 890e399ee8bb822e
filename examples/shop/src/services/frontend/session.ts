import { randomUUID } from 'node:crypto'
import type { Redis } from '@roentgen/shop/service'
import type { RequestHandler, Response } from 'express'

/** A product as catalogservice answers it, as far as pages show it. */
export interface Item {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly manufacturer: string
  readonly picture: string
  readonly offer: { readonly currencyCode: string; readonly price: number }
}

/** What the shop remembers of a customer between two requests, as JSON in Redis. */
export interface SessionData {
  flash?: Flash
  cart?: { readonly items: readonly Item[]; readonly total: number }
  order?: Readonly<Record<string, string>>
  placed?: { readonly id: string; readonly status: string }
}

/** Said once, on the next page. */
export interface Flash {
  readonly kind: 'success' | 'danger'
  readonly text: string
}

interface Session {
  /** Also the id of the cart. */
  readonly id: string
  data: SessionData
  save(): Promise<void>
}

/** What a page shows besides its content. */
export interface Visit {
  readonly flash: Flash | undefined
  readonly traceId: string | undefined
  /** Where traces can be looked at. */
  readonly traces: string | undefined
}

const cookieName = 'microservices_store_sid'
const lifetimeSeconds = 24 * 3600
const tries = 3

/** Loads the session that the cookie names, or begins one; what was to be said once is taken out of it. */
export function openSession(redis: Redis): RequestHandler {
  return (request, response, next) => {
    load(request.headers.cookie ?? '', response).then(() => next(), next)
  }

  async function load(cookies: string, response: Response): Promise<void> {
    const [, known] = new RegExp(`(?:^|; *)${cookieName}=([0-9a-f-]{36})`).exec(cookies) ?? []
    const stored = known === undefined ? null : await patiently(() => redis.command('GET', `sess:${known}`))
    const data: SessionData = typeof stored === 'string' ? JSON.parse(stored) : {}
    const id = known !== undefined && stored !== null ? known : randomUUID()
    const session: Session = {
      id,
      data,
      save: async () => {
        await patiently(() =>
          redis.command('SET', `sess:${id}`, JSON.stringify(session.data), 'EX', String(lifetimeSeconds)),
        )
      },
    }
    response.locals.flash = data.flash
    const isNew = id !== known
    if (isNew) response.cookie(cookieName, id, { httpOnly: true, sameSite: 'lax' })
    if (isNew || data.flash) {
      delete data.flash
      await session.save()
    }
    response.locals.session = session
  }
}

export function sessionOf(response: Response): Session {
  return response.locals.session as Session
}

export function visitOf(response: Response): Visit {
  const { flash, traceId } = response.locals as Partial<Visit>
  return { flash, traceId, traces: process.env.TRACES_URL }
}

async function patiently<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await step()
    } catch (error) {
      if (attempt === tries) throw error
    }
}
