import { type Html, html, money, page, picture, price } from './html.ts'
import type { Item, SessionData, Visit } from './session.ts'

export function cartPage(visit: Visit, items: readonly Item[], total: number): string {
  if (items.length === 0)
    return page(
      visit,
      'Cart',
      html`<h1>Your cart is empty</h1><p><a class="button" href="/product">All watches</a></p>`,
    )
  return page(
    visit,
    'Cart',
    html`<h1>Your cart</h1><table>${items.map(
      (item) => html`<tr><td>${picture(item, 80)}</td><td>${item.name}</td><td class="number">${price(item)}</td></tr>`,
    )}<tr class="total"><td></td><td>Total</td><td class="number">${money(total)}</td></tr></table>
<p><a class="button" href="/cart/checkout">Check out</a></p>`,
  )
}

const fields = [
  ['name', 'Name', 'Mary Major'],
  ['email', 'E-mail', 'mary@example.com'],
  ['address', 'Street', '100 Main Street'],
  ['address2', 'Flat', ''],
  ['zip', 'Postcode', '98101'],
  ['city', 'City', 'Any Town'],
  ['state', 'State', 'Washington'],
  ['country', 'Country', 'United States'],
  ['paymentMethod', 'Payment', 'invoice'],
] as const

export function checkoutPage(visit: Visit, cart: SessionData['cart'], order: SessionData['order']): string {
  return page(
    visit,
    'Check out',
    html`<h1>Check out</h1>
<p>${cart?.items.length ?? 0} watches, ${money(cart?.total ?? 0)}.</p>
${order ? summary(order) : undefined}
<form class="address" method="post" action="/cart/checkout">${fields.map(
      ([name, label, example]) =>
        html`<label>${label}<input name="${name}" value="${order?.[name] ?? example}" autocomplete="off"></label>`,
    )}<button${order ? html` class="quiet"` : undefined}>${order ? 'Change' : 'Continue'}</button></form>`,
  )
}

function summary(order: Readonly<Record<string, string>>): Html {
  return html`<section class="summary"><p><b>${order.name}</b><br>${order.address} ${order.address2}<br>${order.zip} ${order.city}<br>${order.state}, ${order.country}</p>
<form method="post" action="/cart/order"><button>Place the order</button></form></section>`
}

export function orderPage(visit: Visit, placed: SessionData['placed']): string {
  return page(
    visit,
    'Order',
    placed
      ? html`<h1>Thank you</h1><p>${placed.status}. Its number is <code>${placed.id}</code>.</p><p><a class="button" href="/">Back to the shop</a></p>`
      : html`<h1>No order yet</h1><p><a class="button" href="/product">All watches</a></p>`,
  )
}
