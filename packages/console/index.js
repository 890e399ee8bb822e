import { fileURLToPath } from 'node:url'

/** The folder with the built console: `index.html` and what it loads. Made by `npm run build`. */
export const consoleDirectory = fileURLToPath(new URL('./dist/site/', import.meta.url))
