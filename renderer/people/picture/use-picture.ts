/** The picture of a person as the page shows it. */
import { useCallback, useSyncExternalStore } from 'react'
import type { Contact, PictureId } from '../../../shared/contract/index.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { useCore } from '../../app/client.ts'
import { useContactsWhenOpen, useProfile } from '../../app/streams.ts'
import { PictureUrls } from './urls.ts'

const urls = new PictureUrls()

/** When the profile is closed. */
export const forgetPictures = (): void => urls.clear()

const none = () => () => {}

/** An address; null where there is none, or it is not here yet. */
export function usePicture(account: AccountId): string | null {
  const core = useCore()
  const id = usePictureId(account)
  const subscribe = useCallback(
    (changed: () => void) =>
      id === null ? none() : urls.use(id, () => core.contacts.picture({ id: account }), changed),
    [core, account, id],
  )
  return useSyncExternalStore(subscribe, () => (id === null ? null : urls.get(id)))
}

function usePictureId(account: AccountId): PictureId | null {
  const profile = useProfile()
  const ofContact = useContactsWhenOpen((list) => picturesIn(list).get(account) ?? null)
  if (profile?.state === 'open' && profile.account.id === account) return profile.account.picture
  return ofContact
}

const found = new WeakMap<readonly Contact[], ReadonlyMap<AccountId, PictureId>>()
const nobody: ReadonlyMap<AccountId, PictureId> = new Map()

/** Looked through once for each list, however many people are shown. */
function picturesIn(list: readonly Contact[] | undefined): ReadonlyMap<AccountId, PictureId> {
  if (list === undefined) return nobody
  const known = found.get(list)
  if (known !== undefined) return known
  const pictures = new Map(list.flatMap(({ id, picture }) => (picture === null ? [] : [[id, picture] as const])))
  found.set(list, pictures)
  return pictures
}
