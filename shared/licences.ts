/** `licences.json` of the build. */
import { z } from 'zod'

export const Licence = z.object({
  name: z.string(),
  version: z.string(),
  /** SPDX expression. */
  licence: z.string(),
  /** Empty where the package brings none. */
  text: z.string(),
})
export type Licence = z.infer<typeof Licence>
