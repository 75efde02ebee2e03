import { calls } from './calls.ts'
import { chat } from './chat.ts'
import { composer } from './composer.ts'
import { conversations } from './conversations.ts'
import { emoji } from './emoji.ts'
import { errors } from './errors.ts'
import { media } from './media.ts'
import { message } from './message.ts'
import { onboarding } from './onboarding.ts'
import { people } from './people.ts'
import { search } from './search.ts'
import { security } from './security.ts'
import { settings } from './settings.ts'
import { shortcuts } from './shortcuts.ts'
import { symbols } from './symbols.ts'
import { timeline } from './timeline.ts'
import { tour } from './tour.ts'
import { transfers } from './transfers.ts'
import { trust } from './trust.ts'
import { ui } from './ui.ts'

/** All English messages (ICU); the source of message ids. */
export const en = {
  ...ui,
  ...errors,
  ...onboarding,
  ...settings,
  ...shortcuts,
  ...security,
  ...conversations,
  ...timeline,
  ...symbols,
  ...chat,
  ...composer,
  ...emoji,
  ...message,
  ...people,
  ...transfers,
  ...search,
  ...media,
  ...calls,
  ...trust,
  ...tour,
} as const
