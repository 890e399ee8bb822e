import type { NextFunction, Request, RequestHandler, Response } from 'express'

/** An asynchronous route of Express 4, which itself does not see when a promise is rejected. */
export function asynchronous(
  route: (request: Request, response: Response, next: NextFunction) => Promise<unknown>,
): RequestHandler {
  return (request, response, next) => {
    route(request, response, next).catch(next)
  }
}
