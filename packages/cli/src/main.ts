import { processIo } from './command-io.ts'
import { isOurBug } from './our-bug.ts'
import { program } from './program.ts'

// A reader that goes away early (`roentgen map | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await program(processIo()).parseAsync()
} catch (error) {
  if (isOurBug(error)) console.error('This is a bug in Roentgen; please report it with what follows.', error)
  else console.error(`roentgen: ${error instanceof Error ? error.message : String(error)}`)
  // Not exitCode: a start that failed half-way may have left a thread or a process behind.
  process.exit(1)
}
