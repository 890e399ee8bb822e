export * from './acknowledged.ts'
