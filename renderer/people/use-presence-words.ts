/** Whether a contact is there, in words. */
import type { AccountId } from '../../shared/ids.ts'
import { usePresence } from '../app/streams.ts'
import { useFormats, useT } from '../i18n/index.ts'

/** Null where nobody is to know, or nobody has said. */
export function usePresenceWords(account: AccountId): { readonly online: boolean; readonly words: string } | null {
  const t = useT()
  const formats = useFormats()
  const presence = usePresence(account)
  if (presence === undefined) return null
  const { online, seenAt } = presence
  return { online, words: online ? t('people.online') : t('people.seen', { time: formats.moment(seenAt) }) }
}
