import type { ServiceEntry } from '@roentgen/shop'
import type { JsonObject } from '@roentgen/trace'
import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { connectTo, type ServerClient } from '../server-client.ts'
import { serviceGraph } from '../service-graph.ts'
import { adviceOn, type Evidence, evidenceOf } from './evidence.ts'
import { findOpenShop } from './open-shop.ts'

/** A trace is on the map within a second or so; what has not come by then will not. */
const patience = 6000
const betweenLooks = 250

export function checkCommand(io: CommandIo): Command {
  return new Command('check')
    .description('buy a watch, and see whether a service traced it: its segment and its edges; if not, what is missing')
    .argument('<service>', 'such as cartservice')
    .addOption(settingOption('dataDir'))
    .action(async (text: string, { dataDir }: { dataDir?: string }) => {
      const { featuredProduct, serviceNamed, openBrowser, perform } = await import('@roentgen/shop')
      const service = serviceNamed(text)
      const { state } = await findOpenShop(dataDir, io)
      const begun = Date.now() / 1000
      io.progress('Buying a watch …')
      const browser = openBrowser(state.shop)
      await perform('home', browser, featuredProduct)
      await perform('checkout', browser, featuredProduct)
      io.progress('Looking for its trace …')
      const evidence = await watch(connectTo(state.roentgen, io.environment), service, begun)
      const advice = adviceOn(service, evidence, state.language)
      if (advice.length === 0) {
        const edges = service.calls.length > 0 ? `, and its calls to ${service.calls.join(', ')}` : ''
        io.remark(`${service.segment} is traced: its segment has come${edges}.`)
        return
      }
      for (const line of advice) io.remark(line)
      io.fail()
    })
}

/** Until all is there, or the time is up. */
async function watch(roentgen: ServerClient, service: ServiceEntry, since: number): Promise<Evidence> {
  const deadline = Date.now() + patience
  for (;;) {
    await roentgen.post('/api/flush', {})
    const graph: JsonObject[] = await serviceGraph(roentgen, since, Date.now() / 1000 + 1)
    const evidence = evidenceOf(service, graph)
    if ((evidence.arrived && evidence.missing.length === 0) || Date.now() > deadline) return evidence
    await new Promise((resolve) => setTimeout(resolve, betweenLooks))
  }
}
