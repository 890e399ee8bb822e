import type { MessagePort } from 'node:worker_threads'

/** Within a thread: what it is started with. Calls come behind it. */
export function startOf<Start>(port: MessagePort): Promise<Start> {
  // Both ends are compiled against the type that its entry names.
  return new Promise((resolve) => port.once('message', (start: Start) => resolve(start)))
}
