import { busContract } from './bus.contract.ts'
import { LocalBus } from './local.ts'

busContract('local', async () => {
  const bus = new LocalBus()
  return [bus, bus]
})
