import type { Browser } from './browser.ts'
import type { Task } from './plan.ts'

const address = {
  name: 'Mary Major',
  email: 'mary@example.com',
  address: '100 Main Street',
  address2: '',
  country: 'United States',
  state: 'Washington',
  zip: '98101',
  city: 'Any Town',
  paymentMethod: 'invoice',
}

/** Does one task. Rejects when a connection breaks; a page of any status is just a page. */
export async function perform(task: Task, browser: Browser, product: string): Promise<void> {
  switch (task) {
    case 'home':
      return browser.pictures(await browser.get('/'))
    case 'product':
      return browser.pictures(await browser.get(`/product/${product}`))
    case 'cart':
      await browser.get('/cart')
      return
    case 'add':
      return addToCart(browser, product)
    case 'checkout':
      await addToCart(browser, product)
      await browser.post('/cart/checkout', address)
      await browser.get('/cart/checkout')
      await browser.post('/cart/order', {})
      await browser.get('/cart/order')
  }
}

async function addToCart(browser: Browser, product: string): Promise<void> {
  await browser.get(`/product/${product}`)
  await browser.post('/cart', { product_id: product })
}
