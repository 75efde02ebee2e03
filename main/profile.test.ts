import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { defaultProfileFolder, systemDownloads } from './profile.ts'

const home = mkdtempSync(path.join(tmpdir(), 'home-'))
const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({ platform, home, env })

it('puts the profile where each system keeps such data', () => {
  expect(defaultProfileFolder(on('linux'))).toBe(`${home}/.local/share/megachat`)
  expect(defaultProfileFolder(on('linux', { XDG_DATA_HOME: '/data' }))).toBe('/data/megachat')
  expect(defaultProfileFolder(on('linux', { XDG_DATA_HOME: 'relative' }))).toBe(`${home}/.local/share/megachat`)
  expect(defaultProfileFolder(on('darwin'))).toBe(`${home}/Library/Application Support/MegaChat`)
  expect(defaultProfileFolder(on('win32', { APPDATA: '/roaming' }))).toBe('/roaming/MegaChat')
})

it("finds the user's folder for downloads, in their language", () => {
  expect(systemDownloads(on('linux'))).toBe(`${home}/Downloads`)
  expect(systemDownloads(on('darwin'))).toBe(`${home}/Downloads`)
  mkdirSync(path.join(home, '.config'))
  const settings = path.join(home, '.config', 'user-dirs.dirs')
  writeFileSync(settings, '# comment\nXDG_DESKTOP_DIR="$HOME/x"\nXDG_DOWNLOAD_DIR="$HOME/Herunter geladen"\n')
  expect(systemDownloads(on('linux'))).toBe(`${home}/Herunter geladen`)
  writeFileSync(settings, 'XDG_DOWNLOAD_DIR="/mnt/downloads"\n')
  expect(systemDownloads(on('linux'))).toBe('/mnt/downloads')
})
