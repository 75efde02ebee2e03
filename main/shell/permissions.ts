/** What a page may ask of the system. Everything has an answer here; a permission that a new Electron brings fails to compile. */
import type { Session } from 'electron'

type Request = Parameters<NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>>[1]
type Check = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1]

/** Calls need camera, microphone, a screen to show and a full screen; nothing else is needed. */
const allowed: Record<Request | Check, boolean> = {
  ar: false,
  'automatic-fullscreen': false,
  'background-fetch': false,
  'background-sync': false,
  'captured-surface-control': false,
  'clipboard-read': false,
  'clipboard-sanitized-write': true,
  'deprecated-sync-clipboard-read': false,
  'display-capture': true,
  fileSystem: false,
  fullscreen: true,
  geolocation: false,
  'geolocation-approximate': false,
  'hand-tracking': false,
  hid: false,
  'idle-detection': false,
  keyboardLock: false,
  'local-fonts': false,
  'local-network': false,
  'local-network-access': false,
  'loopback-network': false,
  media: true,
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  notifications: false,
  openExternal: false,
  'payment-handler': false,
  'periodic-background-sync': false,
  'persistent-storage': false,
  pointerLock: false,
  'screen-wake-lock': false,
  sensors: false,
  serial: false,
  'smart-card': false,
  'speaker-selection': true,
  'storage-access': false,
  'system-wake-lock': false,
  'top-level-storage-access': false,
  unknown: false,
  usb: false,
  vr: false,
  'web-app-installation': false,
  'web-printing': false,
  'window-management': false,
}

/** Grants the permissions of the table to the page at `origin`, and none to anybody else. */
export function restrictPermissions(session: Session, origin: string): void {
  const own = (url: string | undefined) => url !== undefined && URL.canParse(url) && originOf(url) === origin
  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    decide(allowed[permission] && own(contents.getURL()) && own(details.requestingUrl))
  })
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) => allowed[permission] && own(requestingOrigin),
  )
  session.setDevicePermissionHandler(() => false)
}

/** `scheme://host` also for schemes whose `URL.origin` is opaque. */
function originOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
