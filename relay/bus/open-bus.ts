/** Chooses the driver of `Bus`: relays that share a store hear each other through it. */
import type { Logger } from 'pino'
import { errorForLog } from '../../shared/error-log.ts'
import type { Settings } from '../settings.ts'
import type { Bus } from './bus.ts'
import { LocalBus } from './local.ts'

/** @throws Error in words for whoever runs the relay. */
export async function openBus({ nats, postgres }: Settings, log: Logger): Promise<Bus> {
  if (postgres === undefined) return new LocalBus()
  const onTrouble = (error: unknown) => log.warn({ error: errorForLog(error) }, 'the bus between relays failed')
  if (nats !== undefined) {
    const { openNatsBus } = await import('./nats/nats-bus.ts')
    return openNatsBus(nats, onTrouble)
  }
  const { openNotifyBus } = await import('./notify/notify-bus.ts')
  return openNotifyBus(postgres, onTrouble)
}
