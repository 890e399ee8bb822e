import { engineErrors } from './errors.ts'

/** @throws EngineError where chDB has no build for this machine, or is not installed */
export function checkPlatform(resolveEngine: () => string): void {
  const platform = unsupportedPlatform(process.platform, process.arch, glibcVersion())
  if (platform !== undefined) throw engineErrors.unsupported(platform)
  try {
    resolveEngine()
  } catch {
    throw engineErrors.missing()
  }
}

/**
 * The name of a platform without a build of chDB; undefined where there is one.
 * Source: chdb 3.4, dist/loader.js and the @chdb/lib-* packages: Linux with glibc and macOS, x64 and arm64.
 */
export function unsupportedPlatform(platform: string, arch: string, glibc: string | undefined): string | undefined {
  if (platform === 'win32') return 'Windows'
  if (!['linux', 'darwin'].includes(platform) || !['x64', 'arm64'].includes(arch)) return `${platform} on ${arch}`
  if (platform === 'linux' && glibc === undefined) return 'a Linux without glibc, such as Alpine'
  return undefined
}

function glibcVersion(): string | undefined {
  const report: unknown = process.report.getReport()
  const header = property(report, 'header')
  const version = property(header, 'glibcVersionRuntime')
  return typeof version === 'string' ? version : undefined
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
