/** Which microphones, cameras and loudspeakers there are, as the browser names them once a device may be used. */

import type { CallDeviceChoice, ChosenDevice } from '../../../shared/contract/settings.ts'

export const deviceKinds = ['audioinput', 'videoinput', 'audiooutput'] as const
export type DeviceKind = (typeof deviceKinds)[number]

/** As the settings call them. */
export const choiceOf: Readonly<Record<DeviceKind, keyof CallDeviceChoice>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'loudspeaker',
}

/** Chromium lists the system's choice as a device of this id, and by the same name in other words. */
export const systemChoice = 'default'

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

/** What a choice stands for now: the browser may have given another id to the same device meanwhile. */
export function idOf(chosen: ChosenDevice, kind: DeviceKind, known: readonly KnownDevice[]): string {
  const same = known.filter((device) => device.kind === kind)
  const found = same.find(({ id }) => id === chosen.id) ?? same.find(({ label }) => label === chosen.label)
  return found?.id ?? chosen.id
}

/** Calls `changed` when one is plugged in or out; gives what ends that. */
export function onDevicesChanged(changed: () => void): () => void {
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices }
  mediaDevices?.addEventListener('devicechange', changed)
  return () => mediaDevices?.removeEventListener('devicechange', changed)
}
