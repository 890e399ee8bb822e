import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'

/** Serves on $PORT. A port that is taken ends the process with a word about it, which whoever started it passes on. */
export function listen(app: RequestListener): Server {
  const port = Number(process.env.PORT ?? 8080)
  return createServer(app)
    .on('error', (error) => {
      console.error(`cannot listen on port ${port}: ${error.message}`)
      process.exit(1)
    })
    .listen(port, '127.0.0.1')
}
