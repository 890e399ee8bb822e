// The tests of a JSON report of vitest that failed, a line each with the first line of why, so that the end of a long log says it. (.ci/run)
import { readFileSync } from 'node:fs'

const [path = ''] = process.argv.slice(2)
try {
  /** @type {{ testResults: { name: string, status: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] }} */
  const report = JSON.parse(readFileSync(path, 'utf8'))
  for (const file of report.testResults) {
    const where = file.name.replace(`${process.cwd()}/`, '')
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    for (const { fullName, failureMessages } of failed) console.log(line(where, fullName, failureMessages?.[0]))
    if (file.status === 'failed' && failed.length === 0) console.log(line(where, 'did not run', file.message))
  }
} catch (error) {
  console.log(`npm test: ended without a report (${error instanceof Error ? error.message : error})`)
}

/** @param {string} where @param {string} test @param {string | undefined} why */
function line(where, test, why = '') {
  // Of a test that ran too long, Vitest's report has this and no sentence.
  const reason = why.split('\n')[0]?.replace(/^Error: STACK_TRACE_ERROR$/, 'took longer than its time limit')
  return `${where}: ${test}: ${reason}`
}
