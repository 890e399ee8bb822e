export { CommandError } from './errors.ts'
