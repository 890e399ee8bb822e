import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './design/tokens.css'
import './design/base.css'
import { App } from './app.tsx'
import { serviceMapQuestion } from './map/use-service-map.ts'
import { ownAddress } from './view/hash-address.ts'
import { readView } from './view/use-view.ts'

// Links into the X-Ray console lead to the same place here.
const meant = ownAddress(location)
if (meant !== undefined) history.replaceState(null, '', meant)

const questions = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 2_000, retry: 1, refetchOnWindowFocus: false, placeholderData: (before: unknown) => before },
  },
})

// The home page's answer takes longest: it is asked for before anything is there that could show it.
if (location.pathname === '/' || location.pathname === '/map')
  void questions.prefetchQuery(serviceMapQuestion(readView(location.search)))

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={questions}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
