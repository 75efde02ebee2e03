import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { isSigned, publicKeys } from '../../main/shell/updates/signature.ts'
import { publicKeyText, signed } from './sign-updates.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const keys = publicKeys([publicKeyText(privateKey)])
const feed = (url: string) => `version: 1.2.3
files:
  - url: ${url}
    sha512: aGFzaA==
    size: 5
stagingPercentage: 10
releaseNotes: |
  One thing.
  Another.
`

it.each([
  ['latest-linux.yml', 'megachat-1.2.3-linux-x86_64.AppImage', 'linux-x64'],
  ['latest-linux-arm64.yml', 'megachat-1.2.3-linux-arm64.AppImage', 'linux-arm64'],
  ['latest-mac.yml', 'megachat-1.2.3-mac-x64.zip', 'darwin-x64'],
  ['latest-mac.yml', 'megachat-1.2.3-mac-arm64.zip', 'darwin-arm64'],
  ['latest.yml', 'megachat-1.2.3-win-x64.exe', 'win32-x64'],
  ['latest.yml', 'megachat-1.2.3-win-arm64.exe', 'win32-arm64'],
])('%s: %s is for %s alone, and the rest of the feed stays', (name, url, platform) => {
  const result = parse(signed(name, feed(url), privateKey))
  const [file] = result.files
  for (const other of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']) {
    const holds = isSigned({ version: '1.2.3', platform: other, sha512: 'aGFzaA==' }, file.signature, keys)
    expect(holds, other).toBe(other === platform)
  }
  expect(result).toMatchObject({ stagingPercentage: 10, releaseNotes: 'One thing.\nAnother.\n' })
})
