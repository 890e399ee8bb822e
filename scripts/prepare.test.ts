import { expect, test } from 'vitest'
import { mendOfInstall } from './prepare.js'

test.each([
  ['npm error code ENOTFOUND\nnpm error network request to https://registry.example failed', 'Connect to the network'],
  ['npm error code ECONNREFUSED', 'Connect to the network'],
  ['npm error code ENOSPC', 'The disk is full'],
  ['npm error code EACCES\nnpm error path /srv/roentgen/node_modules', 'npm may not write here'],
  ['npm error code EUSAGE\nnpm error Missing: x@1.0.0 from lock file', 'Run `npm install` and commit the lock file'],
  ['something else', 'rm -rf node_modules'],
])('a failed install is answered with its mend: %j', (output, mend) => {
  expect(mendOfInstall(output)).toContain(mend)
})
