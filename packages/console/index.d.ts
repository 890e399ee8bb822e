/** The folder with the built console: `index.html` and what it loads. Made by `npm run build`. */
export declare const consoleDirectory: string
