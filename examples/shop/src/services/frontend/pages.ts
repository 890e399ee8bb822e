import { html, page, picture, price } from './html.ts'
import type { Item, Visit } from './session.ts'

const slides = [
  { name: 'marketing1', alt: 'Time, well kept' },
  { name: 'marketing2', alt: 'An hour before sunrise' },
  { name: 'marketing3', alt: 'Three thousand metres down' },
]

/** @param featured the product in the box; without it the page has no box */
export function homePage(visit: Visit, featured: Item | undefined): string {
  return page(
    visit,
    'Home',
    html`<section class="slides" aria-label="News">${slides.map(
      ({ name, alt }) =>
        html`<img src="/images/visuals-${name}.svg?height=420" height="420" width="1200" alt="${alt}">`,
    )}</section>
${
  featured &&
  html`<section class="featured"><a href="/product/${featured.id}">${picture(featured, 320)}</a>
<div><p class="over">Watch of the week</p><h1>${featured.name}</h1><p>${featured.description}</p>
<p class="price">${price(featured)}</p><a class="button" href="/product/${featured.id}">Look closer</a></div></section>`
}
<p class="more"><a class="button quiet" href="/product">All watches</a></p>`,
  )
}

export function aboutPage(visit: Visit): string {
  return page(
    visit,
    'About',
    html`<h1>About this shop</h1>
<p>Six small services sell nine watches here: Frontend draws the pages, catalogservice knows the products, cartservice the
carts, recommenderservice what goes with what, orderservice takes orders, ImageService draws the pictures.</p>
<p>Nothing is for sale. It is here so that there are traces to look at.</p>`,
  )
}

export function notFoundPage(visit: Visit): string {
  return page(
    visit,
    'Not found',
    html`<h1>We do not have that</h1><p>There is no such page or product.</p><p><a class="button" href="/product">All watches</a></p>`,
  )
}

export function errorPage(visit: Visit): string {
  return page(
    visit,
    'Error',
    html`<h1>Something broke</h1><p>One of our services did not answer. Its trace says which, and why.</p>
<p><a class="button" href="/">Start again</a></p>`,
  )
}
