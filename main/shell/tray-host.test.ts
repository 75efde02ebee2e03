import { expect, it } from 'vitest'
import { showsTrayIcons } from './tray-host.ts'

it.each([
  ['win32', '', false, true],
  ['darwin', '', false, true],
  ['linux', 'KDE', false, true],
  ['linux', '', false, true],
  ['linux', 'GNOME', false, false],
  ['linux', 'GNOME', true, true],
  ['linux', 'ubuntu:GNOME', true, true],
  ['linux', 'ubuntu:GNOME', false, false],
] as const)('%s, desktop %j, an extension for icons: %s', (platform, names, owned, shown) => {
  expect(showsTrayIcons({ platform, names, hasOwner: () => owned })).toBe(shown)
})
