import type { Item, Visit } from './session.ts'

/** Text that is HTML already. */
class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type { Html }

type Content = string | number | Html | undefined | readonly (Html | undefined)[]

/** A template whose values are escaped, unless they were made by it. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.reduce((text, part, index) => text + rendered(values[index - 1]) + part))
}

function rendered(value: Content): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(rendered).join('')
  return String(value).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A whole page around its content. */
export function page(visit: Visit, title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – AnyCompany Shop</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
</head>
<body>
<header><a class="brand" href="/">AnyCompany&nbsp;<b>Shop</b></a>
<nav><a href="/product">Watches</a><a href="/static">About</a><a href="/cart">Cart</a></nav></header>
<main>
${visit.flash && html`<p class="flash ${visit.flash.kind}" role="status">${visit.flash.text}</p>`}
${content}
</main>
<footer><span>${
    visit.traceId === undefined
      ? 'This request was not traced.'
      : html`Trace of this request: <code>${visit.traceId}</code>`
  }</span><nav><a href="/control">Control page</a>${
    visit.traces === undefined ? undefined : html`<a href="${visit.traces}">Roentgen</a>`
  }</nav></footer>
</body>
</html>`.text
}

export function price({ offer }: Pick<Item, 'offer'>): string {
  return money(offer.price)
}

export function money(dollars: number): string {
  return `$${dollars.toLocaleString('en-US')}`
}

/** A product's picture in a square of that many pixels. */
export function picture(item: Item, pixels: number): Html {
  return html`<img src="/images/${item.picture}?width=${pixels}&height=${pixels}" width="${pixels}" height="${pixels}" alt="${item.name}">`
}
