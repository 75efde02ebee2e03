/** Chooses the driver of `Bus`: relays that share a store hear each other through it. */
import type { Logger } from 'pino'
import { errorForLog } from '../../shared/error-log.ts'
import type { Settings } from '../settings.ts'
import type { Bus } from './bus.ts'
import { LocalBus } from './local.ts'

/** @throws Error in words for whoever runs the relay. */
export async function openBus({ postgres }: Settings, log: Logger): Promise<Bus> {
  if (postgres === undefined) return new LocalBus()
  const { openNotifyBus } = await import('./notify/notify-bus.ts')
  return openNotifyBus(postgres, (error) => log.warn({ error: errorForLog(error) }, 'the bus between relays failed'))
}
