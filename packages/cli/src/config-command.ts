import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { addSettings, configurationOf } from './configuration/options.ts'
import type { Configuration } from './configuration/resolve.ts'
import { type Setting, settingIds, settings } from './configuration/settings.ts'
import { renderTable } from './table.ts'

export function configCommand(io: CommandIo): Command {
  return addSettings(
    new Command('config').description(
      'show what `roentgen serve` would run with here, and where each value comes from',
    ),
  )
    .option('--json', 'print it as one JSON object')
    .action(async ({ json = false }: { json?: boolean }, command: Command) => {
      const configuration = await configurationOf(command, io.environment)
      for (const { variable, meant } of configuration.suspects)
        io.remark(`${variable} is no setting. Is ${meant} meant?`)
      const rows = rowsOf(configuration)
      if (json) return io.print(JSON.stringify({ file: configuration.file ?? null, settings: rows }))
      const table = renderTable(
        [{ title: 'SETTING' }, { title: 'VALUE', shrinks: true }, { title: 'FROM' }],
        rows.map(({ setting, value, from }) => [
          { text: setting },
          { text: value },
          { text: from, ...(from === byDefault && { style: 'dim' }) },
        ]),
        io.terminal,
      )
      io.print(table)
    })
}

const byDefault = 'default'

interface Row {
  readonly setting: string
  readonly value: string
  /** `default`, a flag, a variable, or file and line. */
  readonly from: string
}

function rowsOf({ given }: Configuration): readonly Row[] {
  return settingIds.map((id) => {
    const setting: Setting = settings[id]
    const found = given[id]
    return {
      setting: setting.name,
      value: found === undefined ? setting.byDefault : shown(found.text, setting),
      from: found?.origin ?? byDefault,
    }
  })
}

/** What stands on a screen may be read by others. */
function shown(text: string, { isSecret }: Setting): string {
  return isSecret ? '***' : text.replace(/^(\w+:\/\/[^:/@]*):[^@]*@/, '$1:***@')
}
