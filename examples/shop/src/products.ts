/** What catalogservice answers for a product; `picture` is a name that ImageService draws. */
export interface Product {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly manufacturer: string
  readonly category: string
  readonly picture: string
  readonly offer: { readonly currencyCode: string; readonly price: number }
}

/** The product in the box of the home page. */
export const featuredProduct = '6464865908071'

/** An id that customers ask for and the shop does not have: one pick in ten of the load. */
export const dummyProduct = '0000000000000'

type Row = readonly [id: string, manufacturer: string, name: string, price: number, picture: string, text: string]

const rows: readonly Row[] = [
  [
    '3377807835348',
    'Seiko',
    'Seiko Solar',
    219,
    'seiko-solar',
    'Runs on daylight, keeps going for months in a drawer.',
  ],
  ['0983976883313', 'Emporio Armani', 'Emporio Armani', 499, 'armani', 'A dark dial and thin hands, for evenings out.'],
  [
    '5147991444866',
    'Daniel Wellington',
    'Daniel Wellington',
    189,
    'wellington',
    'Flat, plain, and on a strap of striped cloth.',
  ],
  [
    '6392888360364',
    'Maurice de Mauriac',
    'Maurice de Mauriac',
    2599,
    'mauriac',
    'Made in Zurich, one bench, one watchmaker.',
  ],
  ['1051094507639', 'Rolex', 'Rolex Deepsea', 12350, 'deepsea', 'Good for 3,900 metres of water, which is most of it.'],
  ['6464865908071', 'Tissot', 'Tissot', 499, 'tissot-women', 'Small, light, with a mother-of-pearl dial.'],
  ['3103748076140', 'Nixon', 'Nixon Gold', 199, 'nixon-gold', 'All gold, and not shy about it.'],
  [
    '4618701513994',
    'IWC Schaffhausen',
    'IWC Schaffhausen',
    7889,
    'schaffhausen',
    'A large pilot’s watch that is read at a glance.',
  ],
  ['3480077496703', 'Timex', 'Timex', 159, 'timex', 'Survives the washing machine.'],
]

export const products: readonly Product[] = rows.map(([id, manufacturer, name, price, picture, description]) => ({
  id,
  name,
  description,
  manufacturer,
  category: 'Watches',
  picture: `products-${picture}.svg`,
  offer: { currencyCode: 'USD', price },
}))
