/**
 * The microphone beside the message box. A click, or a key, begins a recording that goes on by itself; holding the button
 * records until it is let go.
 */
import { Mic } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import type { ConversationId } from '../../../shared/ids.ts'
import { useT } from '../../i18n/index.ts'
import { IconButton } from '../../ui/index.ts'
import { useMediaSession } from '../session.ts'

/** Milliseconds from which a press is a hold. */
const holdMs = 400

export function VoiceButton({ conversationId }: { readonly conversationId: ConversationId }) {
  const t = useT()
  const { recording } = useMediaSession()
  const busy = useStore(recording.store, ({ phase }) => phase !== 'idle')
  const pressedAt = useRef(0)
  return (
    <IconButton
      label={t('media.voice.record')}
      icon={<Mic size={20} aria-hidden />}
      tooltip="top"
      onPressStart={() => {
        pressedAt.current = performance.now()
        if (!busy) void recording.start(conversationId)
      }}
      onPressEnd={({ pointerType }) => {
        const held = performance.now() - pressedAt.current > holdMs
        if (held && pointerType !== 'keyboard' && pointerType !== 'virtual') void recording.finish()
      }}
    />
  )
}
