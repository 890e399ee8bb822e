// The control page: asks for the state once a second and draws it; buttons send what the commands of `roentgen shop` send.

const shownSeconds = 300
const chart = { width: 600, height: 120 }

/** @param {string} id */
const element = (id) => document.getElementById(id)

/** @param {string} path @param {object} [body] */
async function ask(path, body) {
  const sent =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`/control/api/${path}`, sent)
  const json = await answer.json()
  if (!answer.ok) throw new Error(json.message)
  return json
}

/** @param {string} path @param {object} body @param {HTMLButtonElement} button */
async function command(path, body, button) {
  button.disabled = true
  try {
    await ask(path, body)
    say('')
  } catch (error) {
    say(error.message)
  } finally {
    button.disabled = false
  }
  await refresh()
}

function say(text) {
  element('said').textContent = text
  element('said').hidden = text === ''
}

/** Row by process name. Rows are kept, so that a button stays the same under the pointer. */
const rows = new Map()

function drawServices({ services, companions }) {
  for (const service of services)
    for (const [index, replica] of service.replicas.entries()) drawRow(replica, index === 0 ? service : undefined)
  for (const companion of companions) drawRow(companion)
}

function drawRow(process, service) {
  const row = rows.get(process.name) ?? newRow(process.name, service?.name)
  const status = process.pid === undefined ? 'Dead' : process.ready ? 'Running' : 'Starting'
  const texts = [
    process.name,
    process.ready ? '1/1' : '0/1',
    status,
    process.restarts,
    ageOf(process.age),
    service?.requests ?? '',
    process.source ?? '',
  ]
  for (const [index, text] of texts.entries()) row.cells[index].textContent = String(text)
  row.cells[2].className = process.ready ? '' : 'waiting'
  const instrument = row.querySelector('.instrument')
  if (instrument) instrument.hidden = service.source === 'instrumented'
}

function newRow(name, service) {
  const row = element('services').insertRow()
  for (const kind of ['', '', '', 'number', 'number', 'number', 'runs', '']) row.insertCell().className = kind
  rows.set(name, row)
  if (service === undefined) return row
  row.cells[7].append(
    buttonOf('Kill', 'danger', (button) => command('kill', { service }, button)),
    ' ',
    buttonOf('Instrument', 'instrument', (button) => command('instrument', { service }, button)),
  )
  return row
}

function buttonOf(text, kind, press) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = text
  button.className = kind
  button.addEventListener('click', () => press(button))
  return button
}

function ageOf(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`
  return `${Math.floor(seconds / 3600)}h ${Math.floor(seconds / 60) % 60}m`
}

let chaosRuns = false

function drawChaos({ interval, kills }) {
  chaosRuns = interval !== undefined
  element('chaos').textContent = chaosRuns ? 'Stop' : 'Start'
  element('chaos').className = chaosRuns ? '' : 'danger'
  element('chaos-state').textContent = chaosRuns
    ? 'A whole random service is killed again and again.'
    : 'Nothing is killed.'
  const items = kills
    .slice(-8)
    .reverse()
    .map(({ at, service, awayMilliseconds }) => {
      const item = document.createElement('li')
      const back =
        awayMilliseconds === undefined ? 'not back yet' : `back after ${(awayMilliseconds / 1000).toFixed(1)} s`
      item.textContent = `${new Date(at).toLocaleTimeString()} ${service}, ${back}`
      return item
    })
  element('kills').replaceChildren(...items)
}

/** Fields that the user is typing into are left alone. */
function drawCapacity({ tables: [table] }) {
  if (!table) return
  for (const input of element('capacity').elements)
    if (input.name && document.activeElement !== input && input.dataset.touched === undefined)
      input.value = table[input.name]
  for (const kind of ['read', 'write']) {
    drawChart(`${kind}-consumed`, table.seconds, `${kind}Consumed`, 'bar-consumed', table[kind])
    drawChart(`${kind}-throttled`, table.seconds, `${kind}Throttled`, 'bar-throttled')
    element(`${kind}-throttled-total`).textContent = table.total[`${kind}Throttled`]
  }
}

/** Bars a second, the newest at the right, in a scale that has room for the limit while it is near. */
function drawChart(id, seconds, field, kind, limit) {
  const now = Math.floor(Date.now() / 1000)
  const shown = seconds.filter(({ second }) => second > now - shownSeconds)
  const most = Math.max(1, ...shown.map((second) => second[field]))
  const top = limit !== undefined && limit <= most * 4 ? Math.max(most, limit) * 1.1 : most * 1.1
  const x = (second) => ((second - now + shownSeconds) / shownSeconds) * chart.width
  const y = (value) => chart.height - (value / top) * (chart.height - 14)
  const parts = shown
    .filter((second) => second[field] > 0)
    .map((second) =>
      shape('rect', {
        class: kind,
        x: x(second.second - 1),
        y: y(second[field]),
        width: chart.width / shownSeconds,
        height: chart.height - y(second[field]),
      }),
    )
  if (limit !== undefined && limit <= top)
    parts.push(shape('line', { class: 'limit', x1: 0, x2: chart.width, y1: y(limit), y2: y(limit) }))
  element(`${id}-scale`).textContent =
    limit !== undefined && limit > top ? `scale to ${round(top)}, provisioned ${limit}` : `scale to ${round(top)}`
  const svg = element(id)
  svg.setAttribute('viewBox', `0 0 ${chart.width} ${chart.height}`)
  svg.setAttribute('preserveAspectRatio', 'none')
  svg.replaceChildren(...parts)
}

function shape(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function round(value) {
  return value >= 10 ? Math.round(value) : Math.round(value * 10) / 10
}

/** Milliseconds of `2-5`, or of `3` for always the same; undefined of what is neither. */
function intervalOf(text) {
  const [, first, second = first] = /^\s*(\d+(?:\.\d+)?)\s*(?:-\s*(\d+(?:\.\d+)?)\s*)?$/.exec(text) ?? []
  const [low, high] = [first, second].map((minutes) => Number(minutes) * 60_000)
  return low >= 600 && low <= high && high <= 24 * 3_600_000 ? { low, high } : undefined
}

async function refresh() {
  try {
    const [status, capacity] = await Promise.all([ask('status'), ask('capacity')])
    element('roentgen').href = status.roentgen
    drawServices(status)
    drawChaos(status.chaos)
    drawCapacity(capacity)
  } catch (error) {
    say(`The shop does not answer: ${error.message}`)
  }
}

element('chaos').addEventListener('click', ({ currentTarget }) => {
  if (chaosRuns) return command('chaos/stop', {}, currentTarget)
  const text = element('interval').value
  const interval = intervalOf(text)
  if (interval === undefined)
    return say(`Between two kills are minutes: 2-5, or 3 for always the same, from 0.01 to 1440; not "${text}".`)
  return command('chaos/start', interval, currentTarget)
})
element('capacity').addEventListener('input', ({ target }) => {
  target.dataset.touched = ''
})
element('capacity').addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.currentTarget
  const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, Number(value)]))
  await command('capacity', { table: 'ProductCatalog', ...fields }, event.submitter)
  for (const input of form.elements) delete input.dataset.touched
})
document
  .querySelector('[data-instrument]')
  .addEventListener('click', ({ currentTarget }) => command('instrument', { service: 'all' }, currentTarget))

for (;;) {
  if (!document.hidden) await refresh()
  await new Promise((resolve) => setTimeout(resolve, 1000))
}
