import { describe, expect, test } from 'vitest'
import { refusal } from './guard.ts'

const allowed = new Set(['traces.example.com', '10.0.0.7'])

describe('the guard', () => {
  test.each([
    { host: 'localhost:2000' },
    { host: 'LOCALHOST' },
    { host: '127.0.0.1:2000' },
    { host: '127.8.9.10' },
    { host: '[::1]:2000' },
    { host: 'shop.localhost:2000' },
    { host: 'traces.example.com' },
    { host: 'Traces.Example.com:8080' },
    { host: '10.0.0.7:2000' },
    { host: 'localhost:2000', origin: 'http://localhost:2000' },
    { host: 'localhost:80', origin: 'http://localhost' },
    { host: 'traces.example.com', origin: 'https://traces.example.com' },
    { host: 'localhost:2000', fetchSite: 'same-origin' },
    { host: 'localhost:2000', fetchSite: 'none' },
  ])('lets $host $origin $fetchSite in', ({ host, origin, fetchSite }) => {
    expect(refusal({ host, origin, fetchSite }, allowed)).toBeUndefined()
  })

  test.each([
    { host: undefined },
    { host: '' },
    { host: 'evil.example:2000' },
    { host: 'localhost.evil.example' },
    { host: '127.0.0.1.evil.example' },
    { host: 'localhost@evil.example' },
    { host: '10.0.0.8' },
    { host: '[::1' },
    { host: '127.0.0.1:2000', origin: 'null' },
    { host: '127.0.0.1:2000', origin: 'http://evil.example' },
    { host: '127.0.0.1:2000', origin: 'http://localhost:2000' },
    { host: 'localhost:2000', origin: 'http://localhost:3000' },
    { host: 'localhost:2000', origin: 'chrome-extension://abc' },
    { host: 'localhost:2000', fetchSite: 'cross-site' },
    { host: 'localhost:2000', fetchSite: 'same-site' },
    { host: 'localhost:2000', origin: 'http://localhost:2000', fetchSite: 'cross-site' },
  ])('refuses $host $origin $fetchSite', ({ host, origin, fetchSite }) => {
    const error = refusal({ host, origin, fetchSite }, allowed)
    expect(error).toMatchObject({ code: 'AccessDeniedException', status: 403 })
  })
})
