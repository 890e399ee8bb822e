import { html, page, picture, price } from './html.ts'
import type { Item, Visit } from './session.ts'

export function productsPage(visit: Visit, items: readonly Item[]): string {
  return page(visit, 'Watches', html`<h1>Watches</h1><section class="grid">${items.map(card)}</section>`)
}

export function productPage(visit: Visit, item: Item, recommended: readonly Item[]): string {
  return page(
    visit,
    item.name,
    html`<article class="product">${picture(item, 400)}
<div><p class="over">${item.manufacturer}</p><h1>${item.name}</h1><p>${item.description}</p><p class="price">${price(item)}</p>
<form method="post" action="/cart"><input type="hidden" name="product_id" value="${item.id}"><button>Add to cart</button></form></div></article>
${
  recommended.length > 0
    ? html`<h2>Goes well with it</h2><section class="grid">${recommended.map(card)}</section>`
    : undefined
}`,
  )
}

function card(item: Item) {
  return html`<a class="card" href="/product/${item.id}">${picture(item, 200)}<b>${item.name}</b><span>${price(item)}</span></a>`
}
