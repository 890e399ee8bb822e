// Frontend: the shop as its customers see it.
import http from 'node:http'
import { asynchronous, call, listen, openRedis } from '@roentgen/shop/service'
import AWSXRay from 'aws-xray-sdk' // X-Ray
import express from 'express'
import { cartPage, checkoutPage, orderPage } from './cart-pages.ts'
import { aboutPage, errorPage, homePage, notFoundPage } from './pages.ts'
import { productPage, productsPage } from './product-pages.ts'
import { type Item, openSession, sessionOf, visitOf } from './session.ts'
import { stylesheet } from './stylesheet.ts'

AWSXRay.config([AWSXRay.plugins.ECSPlugin]) // X-Ray
AWSXRay.captureHTTPsGlobal(http, true) // X-Ray

const service = (name: string) => `http://${process.env[`${name}_ENDPOINT`]}`
const catalog = `${service('CATALOG')}/api/v1`
const cart = `${service('CART')}/api/v1/cart`
const orders = `${service('ORDER')}/api/v1/order`
const recommender = `${service('RECOMMENDER')}/api/v1/recommender`
const images = service('IMAGE')
const featured = '6464865908071'
const redis = openRedis(process.env.REDIS_ENDPOINT ?? 'redis://127.0.0.1:6379/0')

const app = express()
app.disable('x-powered-by')
app.use(express.urlencoded({ extended: false, limit: '16kb' }))
app.get('/healthz', (_request, response) => {
  response.send('OK')
})
app.use(openSession(redis))
app.use(AWSXRay.express.openSegment('Frontend')) // X-Ray
app.get('/shop.css', (_request, response) => {
  response.type('css').set('cache-control', 'max-age=3600').send(stylesheet)
})
app.use((_request, response, next) => {
  response.set(
    'content-security-policy',
    "default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'",
  )
  const segment = AWSXRay.getSegment() // X-Ray
  segment?.addAnnotation('UserID', sessionOf(response).id) // X-Ray
  response.locals.traceId = segment instanceof AWSXRay.Segment ? segment.trace_id : undefined // X-Ray
  next()
})

app.get(
  '/',
  asynchronous(async (_request, response) => {
    // The home page is shown whatever happens to the catalog, without its featured product.
    const answer = await call<Item>(`${catalog}/product/${featured}`).catch(() => undefined)
    response.send(homePage(visitOf(response), answer?.status === 200 ? answer.body : undefined))
  }),
)

app.get('/static', (_request, response) => {
  response.send(aboutPage(visitOf(response)))
})

app.get(
  '/product',
  asynchronous(async (_request, response) => {
    const { body } = good(await call<Item[]>(`${catalog}/products`), 'catalogservice')
    response.send(productsPage(visitOf(response), body))
  }),
)

app.get(
  '/product/:id',
  asynchronous(async (request, response) => {
    const id = encodeURIComponent(`${request.params.id}`)
    AWSXRay.getSegment()?.addAnnotation('ProductID', id) // X-Ray
    const product = await call<Item>(`${catalog}/product/${id}`)
    if (product.status === 404) return response.status(404).send(notFoundPage(visitOf(response)))
    good(product, 'catalogservice')
    // Recommendations are a gift: without them the page is still good.
    const others = await call<{ recommendations: Item[] }>(`${recommender}/${id}`).catch(() => undefined)
    const recommended = others?.status === 200 ? others.body.recommendations : []
    response.send(productPage(visitOf(response), product.body, recommended))
  }),
)

app.get(
  '/cart',
  asynchronous(async (_request, response) => {
    const session = sessionOf(response)
    const { body } = good(await call<{ items: string[] }>(`${cart}/${session.id}`), 'cartservice')
    const items = await Promise.all(
      body.items.map(async (id) => good(await call<Item>(`${catalog}/product/${id}`), 'catalogservice').body),
    )
    const total = items.reduce((sum, { offer }) => sum + offer.price, 0)
    session.data.cart = { items, total }
    await session.save()
    response.send(cartPage(visitOf(response), items, total))
  }),
)

app.post(
  '/cart',
  asynchronous(async (request, response) => {
    const session = sessionOf(response)
    const body = { product_id: `${request.body.product_id}`, cart_id: session.id }
    const answer = await call(cart, { method: 'POST', body }).catch(() => undefined)
    session.data.flash =
      answer?.status === 200
        ? { kind: 'success', text: 'It is in your cart.' }
        : { kind: 'danger', text: 'That could not be put into your cart.' }
    await session.save()
    response.redirect('/cart')
  }),
)

app.get('/cart/checkout', (_request, response) => {
  const { order, cart: content } = sessionOf(response).data
  response.send(checkoutPage(visitOf(response), content, order))
})

app.post(
  '/cart/checkout',
  asynchronous(async (request, response) => {
    const session = sessionOf(response)
    const wanted = 'name email address address2 country state zip city paymentMethod'.split(' ')
    const order = Object.fromEntries(wanted.map((field) => [field, `${request.body[field] ?? ''}`]))
    session.data.order = { ...order, cart_id: session.id, user_id: session.id }
    await session.save()
    response.redirect('/cart/checkout')
  }),
)

app.post(
  '/cart/order',
  asynchronous(async (_request, response) => {
    const session = sessionOf(response)
    const { order } = session.data
    if (!order) throw new Error('There is no order in this session')
    const { body } = await call<{ code: number; order_id: string; status: string }>(orders, {
      method: 'POST',
      body: order,
    })
    if (body.code !== 200) {
      session.data.flash = { kind: 'danger', text: `The order was not taken: ${body.status}` }
      await session.save()
      return response.redirect('/cart/checkout')
    }
    session.data = { placed: { id: body.order_id, status: body.status } }
    await session.save()
    // A cart that stays full is no reason to call a taken order lost, nor to let it be placed again.
    await call(`${cart}/${session.id}`, { method: 'DELETE' }).catch(() => undefined)
    response.redirect('/cart/order')
  }),
)

app.get('/cart/order', (_request, response) => {
  response.send(orderPage(visitOf(response), sessionOf(response).data.placed))
})

app.get('/images/:name', (request, response, next) => {
  const query = request.originalUrl.split('?')[1]
  const url = `${images}/${encodeURIComponent(`${request.params.name}`)}${query ? `?${query}` : ''}`
  http
    .get(url, {}, (picture) => {
      if (picture.statusCode !== 200) {
        picture.resume()
        response.status(404).type('text').send('There is no such picture')
        return
      }
      response.type(picture.headers['content-type'] ?? 'image/svg+xml')
      picture.on('error', next).pipe(response)
    })
    .on('error', (error) => {
      if (response.headersSent) response.destroy()
      else next(error)
    })
})

app.use((_request, response) => {
  response.status(404).send(notFoundPage(visitOf(response)))
})
// Before the error page: the page answers, and nothing behind it would hear of the error.
app.use(AWSXRay.express.closeSegment()) // X-Ray
app.use(((error, _request, response, _next) => {
  console.error(error instanceof Error ? error.message : error)
  if (response.headersSent) response.destroy()
  else response.status(500).send(errorPage(visitOf(response)))
}) satisfies express.ErrorRequestHandler)

listen(app)

/** The answer when its status is 200; everything else makes this request fail. */
function good<Body>(answer: { status: number; body: Body }, from: string): { status: number; body: Body } {
  if (answer.status !== 200) throw new Error(`${from} answered ${answer.status}`)
  return answer
}
