import {
  isObject,
  type JsonObject,
  type JsonValue,
  microsFromSeconds,
  parseTraceId,
  timelineOf,
  timelineRows,
} from '@roentgen/trace'
import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { formatDuration } from './duration.ts'
import { errors } from './errors.ts'
import { renderWaterfall } from './render-waterfall.ts'
import { connectTo } from './server-client.ts'

export function traceCommand(io: CommandIo): Command {
  return new Command('trace')
    .description('show one trace as a waterfall')
    .argument('<id>', 'trace id, as X-Ray (1-8hex-24hex) or W3C (32 hex digits) writes it')
    .option('--url <url>', 'the server to ask (ROENTGEN_URL)')
    .option('--json', 'print the processed documents as one JSON object')
    .action(async (text: string, options: { url?: string; json?: true }) => {
      const id = parseTraceId(text.trim())
      if (!id) throw errors.badTraceId(text)
      const answer = await connectTo(options.url, io.environment).post('/Traces', { TraceIds: [id] })
      const [trace] = objects(answer.Traces)
      if (!trace) throw errors.unknownTrace(id)
      const documents = objects(trace.Segments).map(documentOf)
      const duration = typeof trace.Duration === 'number' ? trace.Duration : 0
      if (options.json) return io.print(JSON.stringify({ Id: id, Duration: duration, Segments: documents }))
      const rows = timelineRows(timelineOf(documents), 'calls')
      io.print(
        `${id}   ${formatDuration(microsFromSeconds(duration))}   ${documents.length} segment${documents.length === 1 ? '' : 's'}`,
      )
      io.print(renderWaterfall(rows, io.terminal))
    })
}

function documentOf(segment: JsonObject): JsonObject {
  const document: JsonValue = typeof segment.Document === 'string' ? JSON.parse(segment.Document) : null
  return isObject(document) ? document : {}
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((item) => isObject(item)) : []
}
