/** The browser's storage, or where it allows none, one that lasts as long as the page. */
export const storage: Storage = browsers() ?? pagesOwn()

function browsers(): Storage | undefined {
  try {
    // Reading the name throws where a person forbids it, and outside of browsers.
    localStorage.getItem('')
    return localStorage
  } catch {
    return undefined
  }
}

/** Entries are its own properties, as in the browser's. */
export function pagesOwn(): Storage {
  const own: Storage = Object.create({
    getItem: (name: string) => (Object.hasOwn(own, name) ? own[name] : null),
    setItem: (name: string, value: string) => {
      own[name] = value
    },
    removeItem: (name: string) => {
      Reflect.deleteProperty(own, name)
    },
  })
  return own
}
