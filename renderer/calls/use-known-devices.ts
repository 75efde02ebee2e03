/** The devices there are, as they are plugged in and out. */
import { useEffect, useState } from 'react'
import { detach } from '../../shared/errors.ts'
import { type KnownDevice, knownDevices, onDevicesChanged } from './media/device-list.ts'

/** They have names once one of them is `used`: another one in use is a reason to look again. */
export function useKnownDevices(...used: readonly (string | null)[]): readonly KnownDevice[] {
  const [known, setKnown] = useState<readonly KnownDevice[]>([])
  const inUse = used.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const look = () => detach(knownDevices().then(setKnown), () => {})
    look()
    return onDevicesChanged(look)
  }, [inUse])
  return known
}
