import { describe, expect, test } from 'vitest'
import { checkPlatform, unsupportedPlatform } from './platform.ts'

describe('the embedded engine', () => {
  test.each([
    { platform: 'linux', arch: 'x64', glibc: '2.36', expected: undefined },
    { platform: 'linux', arch: 'arm64', glibc: '2.36', expected: undefined },
    { platform: 'darwin', arch: 'arm64', glibc: undefined, expected: undefined },
    { platform: 'linux', arch: 'x64', glibc: undefined, expected: 'a Linux without glibc, such as Alpine' },
    { platform: 'win32', arch: 'x64', glibc: undefined, expected: 'Windows' },
    { platform: 'linux', arch: 'riscv64', glibc: '2.36', expected: 'linux on riscv64' },
  ])('on $platform $arch with glibc $glibc: $expected', ({ platform, arch, glibc, expected }) => {
    expect(unsupportedPlatform(platform, arch, glibc)).toBe(expected)
  })

  test('that is not installed names the ways out', () => {
    const absent = () => {
      throw new Error('Cannot find module')
    }
    expect(() => checkPlatform(absent)).toThrow(/npm package chdb.*--clickhouse URL.*Debian-based Docker image.*WSL2/)
  })
})
