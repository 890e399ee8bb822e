import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './design/tokens.css'
import './design/base.css'
import { App } from './app.tsx'
import { isMapFirst } from './map/first-question.ts'
import { serviceMapQuestion } from './map/use-service-map.ts'
import { readView } from './view/view.ts'

const questions = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 2_000, retry: 1, refetchOnWindowFocus: false, placeholderData: (before: unknown) => before },
  },
})

// Its answer is on its way already: it is read before anything is there that could show it.
if (isMapFirst) void questions.prefetchQuery(serviceMapQuestion(readView(location.search)))

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={questions}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
