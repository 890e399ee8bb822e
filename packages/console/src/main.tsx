import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './design/tokens.css'
import './design/base.css'
import { App } from './app.tsx'
import { healthReportQuestion } from './health/use-health-report.ts'
import { isMapFirst } from './map/first-question.ts'
import { serviceMapQuestion } from './map/use-service-map.ts'
import { readView } from './view/view.ts'

const questions = new QueryClient({
  defaultOptions: {
    queries: {
      ...{ staleTime: 2_000, retry: 1, refetchOnWindowFocus: false, placeholderData: (before: unknown) => before },
      // A computer that has left its network still reaches the server that runs on it.
      ...{ networkMode: 'always', refetchOnReconnect: true },
    },
    mutations: { networkMode: 'always' },
  },
})

// These answers are on their way already: they are read before anything is there that could show them, and age from now on
// as all others do.
if (isMapFirst) {
  void questions.prefetchQuery(serviceMapQuestion(readView(location.search)))
  void questions.prefetchQuery(healthReportQuestion)
}

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={questions}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
