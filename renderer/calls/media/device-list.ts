/** Which microphones, cameras and loudspeakers there are, as the browser names them once a device may be used. */

export const deviceKinds = ['audioinput', 'videoinput', 'audiooutput'] as const
export type DeviceKind = (typeof deviceKinds)[number]

export interface KnownDevice {
  readonly kind: DeviceKind
  readonly id: string
  readonly label: string
}

/** Without those that have no name yet. */
export async function knownDevices(): Promise<readonly KnownDevice[]> {
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices }
  const devices = (await mediaDevices?.enumerateDevices()) ?? []
  return devices
    .filter(({ deviceId, label }) => deviceId !== '' && label !== '')
    .map(({ kind, deviceId: id, label }) => ({ kind, id, label }))
}

/** Calls `changed` when one is plugged in or out; gives what ends that. */
export function onDevicesChanged(changed: () => void): () => void {
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices }
  mediaDevices?.addEventListener('devicechange', changed)
  return () => mediaDevices?.removeEventListener('devicechange', changed)
}
