/** Shows what the profile's state calls for: opening, onboarding, unlocking, a failure, or the house. */
import { CircleX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { unreachable } from '../../shared/errors.ts'
import { ConversationId } from '../../shared/ids.ts'
import { CallLayer } from '../calls/index.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { type Created, Onboarding, RecoveryStep } from '../onboarding/index.ts'
import { forgetPictures } from '../people/index.ts'
import { Button, Mark } from '../ui/index.ts'
import { DamagedProfile } from './DamagedProfile.tsx'
import { House } from './House.tsx'
import { Notice } from './Notice.tsx'
import { useNavigation } from './navigation.ts'
import { useShellEvents } from './shellEvents.ts'
import { useShellInfo } from './shellInfo.ts'
import { useProfile } from './streams.ts'
import { Unlock } from './Unlock.tsx'

/** Opening that takes less than this shows nothing, so that nothing flickers; in milliseconds. */
const patienceMs = 400

export function ProfileGate() {
  const profile = useProfile()
  const open = profile?.state === 'open'
  useEffect(() => {
    if (!open) forgetPictures()
  }, [open])
  // One place for both, so that a call does not end where the lock begins.
  const calls = open || (profile?.state === 'locked' && profile.finishing)
  return (
    <>
      <Rooms />
      {calls && <CallLayer />}
    </>
  )
}

function Rooms() {
  const t = useT()
  const errorText = useErrorText()
  const profile = useProfile()
  const info = useShellInfo()
  const { newChat, closeNewChat, openConversation } = useNavigation()
  useShellEvents()
  const [creating, setCreating] = useState<{ readonly passphraseNeeded: boolean } | null>(null)
  const [created, setCreated] = useState<Created | null>(null)

  // The profile is open as soon as the account exists; the form stays until its answer, and then the phrase comes first.
  const asked = profile?.state === 'new' ? profile : creating
  if (created) {
    const done = () => {
      setCreated(null)
      if (created.inviteFrom) openConversation(ConversationId.parse(created.inviteFrom))
    }
    return <RecoveryStep phrase={created.recoveryPhrase} onDone={done} />
  }
  if (asked) {
    return (
      <Onboarding
        passphraseNeeded={asked.passphraseNeeded}
        // A link that was opened before there is an account is the invitation to it.
        address={newChat.text || info.proposedRelay || ''}
        onCreating={(busy) => setCreating(busy ? asked : null)}
        onCreated={(account) => {
          closeNewChat()
          setCreated(account)
        }}
      />
    )
  }

  switch (profile?.state) {
    case undefined:
    // Never here: answered above.
    case 'new':
    case 'opening':
      return <Opening />
    case 'locked':
      return <Unlock reason={profile.reason} finishing={profile.finishing} />
    case 'failed':
      if (profile.error.code === 'profile-damaged') return <DamagedProfile />
      return (
        <Notice
          icon={<CircleX size={40} />}
          title={t('failed.title')}
          action={<Button onPress={() => location.reload()}>{t('failed.reload')}</Button>}
        >
          {errorText(profile.error)}
        </Notice>
      )
    case 'open':
      return <House account={profile.account} />
    default:
      return unreachable(profile)
  }
}

function Opening() {
  const t = useT()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return late ? <Notice icon={<Mark size={64} />} title={t('frame.opening')} /> : null
}
