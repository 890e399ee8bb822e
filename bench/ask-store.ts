// Times the questions of the store on a data directory of make-store, idle and while documents arrive.
import { parseArgs } from 'node:util'
import { askStore } from './store-questions.ts'

const usage = `node dist/bench/ask-store.js --data-dir DIR [--rate 2000] [--seconds 60] [--settle 0] [--repetitions 200] [--seed 2] [--group NAME]

Asks each question of the store again and again, idle and while so many documents a second arrive for so long.
--group asks for the maps of that group too. --settle waits so many seconds first, for the rows of the map. The documents stay in the directory.`

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '60' },
    settle: { type: 'string', default: '0' },
    repetitions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '2' },
    group: { type: 'string' },
  },
})

if (values['data-dir'] === undefined) console.log(usage)
else
  await askStore(
    {
      dataDir: values['data-dir'],
      rate: Number(values.rate),
      seconds: Number(values.seconds),
      settle: Number(values.settle),
      repetitions: Number(values.repetitions),
      seed: Number(values.seed),
      group: values.group,
    },
    ({ what, measured, budget, met }) => console.log(`${what}: ${measured}${met === undefined ? '' : ` of ${budget}`}`),
  )
