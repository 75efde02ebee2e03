import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { describe, expect, it } from 'vitest'
import { ofThisBuild, root, written } from './configuration.ts'
import { fuses } from './fuses.ts'

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

const targetsOf = (system: 'linux' | 'mac' | 'win') =>
  [written()[system]?.target ?? []].flat().flatMap((entry) => {
    const { target, arch } = entry as { target: string; arch: string[] }
    return arch.map((processor) => `${target} ${processor}`)
  })

describe('electron-builder.yml', () => {
  it('is what electron-builder understands', async () => {
    await validateConfiguration({ ...written(), ...ofThisBuild() }, new DebugLogger(false))
    const misspelt = { linux: { targte: 'deb' } } as object
    await expect(validateConfiguration(misspelt, new DebugLogger(false))).rejects.toThrow('configuration.linux')
  })

  it('makes every package that people ask for', () => {
    expect(targetsOf('linux')).toEqual(
      ['AppImage', 'deb', 'rpm', 'flatpak'].flatMap((target) => [`${target} x64`, `${target} arm64`]),
    )
    expect(targetsOf('mac')).toEqual(['dmg arm64', 'dmg x64', 'zip arm64', 'zip x64'])
    expect(targetsOf('win')).toEqual(['nsis x64', 'nsis arm64'])
  })

  it('names only files that are there', () => {
    const { linux, mac, win, deb, rpm, afterPack } = written()
    const named = [afterPack, linux?.icon, mac?.icon, mac?.entitlements, mac?.entitlementsInherit, win?.icon]
    const scripts = [deb, rpm].flatMap((target) => [target?.afterInstall, target?.afterRemove])
    for (const file of [...named, ...scripts])
      expect(existsSync(path.join(root, String(file))), String(file)).toBe(true)
  })

  it('hardens and notarises on macOS, and asks for camera and microphone alone', () => {
    const { mac } = written()
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true })
    const entitlements = readFileSync(path.join(root, String(mac?.entitlements)), 'utf8').match(/(?<=<key>).*(?=<)/g)
    expect(entitlements).toEqual([
      'com.apple.security.cs.allow-jit',
      'com.apple.security.device.audio-input',
      'com.apple.security.device.camera',
    ])
  })

  it('registers megachat:// and gives the desktop file the name that windows have', () => {
    expect(written().protocols).toEqual([{ name: 'MegaChat link', schemes: ['megachat'] }])
    expect(manifest.desktopName).toBe(`${written().linux?.executableName}.desktop`)
  })
})

describe('dependencies', () => {
  it('are the packages with an addon; all others are built into what is shipped', () => {
    expect(Object.keys(manifest.dependencies)).toEqual([
      '@napi-rs/keyring',
      '@node-rs/argon2',
      '@signalapp/libsignal-client',
      'better-sqlite3',
      'udx-native',
    ])
  })
})

describe('fuses', () => {
  it('are all stated, and the wire of the release has no more', () => {
    const known = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number')
    expect(Object.keys(fuses).map(Number)).toEqual(known)
  })

  it('leave no way to run other code than the archive’s', () => {
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    })
  })
})
