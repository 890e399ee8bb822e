/** All that the shop's pages look like; they ask nobody else for anything. */
export const stylesheet = `
:root { --ink: #1d2433; --soft: #5d6678; --line: #e3e6ec; --ground: #f6f7f9; --accent: #24457f; --card: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9ecf2; --soft: #a2abbd; --line: #2c3444; --ground: #12161f; --accent: #7ea6ee; --card: #1a202c }
}
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; color: var(--ink); background: var(--ground) }
header, footer { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center; justify-content: space-between; padding: 1rem max(1rem, calc(50vw - 34rem)); background: var(--card); border-bottom: 1px solid var(--line) }
footer { border: 0; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem }
nav { display: flex; gap: 1.5rem }
a { color: var(--accent) }
nav a, .brand, .card { color: inherit; text-decoration: none }
nav a:hover, .card:hover b { text-decoration: underline }
.brand { font: 1.25rem Georgia, serif }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font: 2rem/1.2 Georgia, serif; margin: .25rem 0 .75rem }
h2 { font: 1.35rem Georgia, serif; margin: 2.5rem 0 1rem }
img { display: block; max-width: 100%; height: auto; border-radius: .5rem }
code { font-size: .875em; overflow-wrap: anywhere }
.slides { display: flex; gap: 1rem; overflow-x: auto; scroll-snap-type: x mandatory; border-radius: .75rem }
.slides img { flex: 0 0 100%; scroll-snap-align: start; object-fit: cover }
.featured, .product { display: flex; flex-wrap: wrap; gap: 2rem; align-items: center; margin-top: 2rem; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem }
.featured > div, .product > div { flex: 1 1 18rem }
.over { margin: 0; color: var(--soft); font-size: .875rem; letter-spacing: .06em; text-transform: uppercase }
.price { font-size: 1.35rem }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 1rem }
.card { display: grid; gap: .35rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem }
.card img { justify-self: center }
.card span { color: var(--soft) }
.more { text-align: center; margin-top: 2rem }
button, .button { display: inline-block; padding: .6rem 1.25rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--card); font: inherit; text-decoration: none; cursor: pointer }
.quiet { background: none; color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.flash { padding: .75rem 1rem; border-radius: .5rem; border: 1px solid #2f8f5b; background: color-mix(in srgb, #2f8f5b 12%, transparent) }
.flash.danger { border-color: #b3362f; background: color-mix(in srgb, #b3362f 12%, transparent) }
table { width: 100%; border-collapse: collapse; background: var(--card) }
td { padding: .6rem; border-bottom: 1px solid var(--line) }
.number { text-align: right; font-variant-numeric: tabular-nums }
.total { font-weight: 600 }
.address { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; align-items: end; margin-top: 1.5rem }
label { display: grid; gap: .25rem; font-size: .875rem; color: var(--soft) }
input { padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); color: var(--ink); font: inherit }
.summary { display: flex; flex-wrap: wrap; gap: 2rem; align-items: end; padding: 1rem 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem }
.summary p { margin: 0 }
`
