import { type LayoutQuestion, layout } from './layout.ts'

// A layout of 200 nodes takes half a second: not on the page's thread.
addEventListener('message', ({ data }: MessageEvent<LayoutQuestion>) => postMessage(layout(data)))
