export { openRedis, type Redis } from '../redis/client.ts'
export { type Answer, call } from './call.ts'
export { listen } from './listen.ts'
export { asynchronous } from './route.ts'
