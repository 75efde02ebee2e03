/** Where one writes: Enter sends, Shift+Enter makes a new line, files are attached, what is unsent stays. */
import { ArrowUp, Paperclip } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import { useErrorText, useFormats, useT } from '../i18n/index.ts'
import { MediaTray, SendingList, useMediaSession, VoiceButton, VoicePanel } from '../media/index.ts'
import { ConfirmDialog, IconButton } from '../ui/index.ts'
import { AttachmentList } from './AttachmentList.tsx'
import styles from './Composer.module.css'
import { bytesTooMany } from './model/text-size.ts'
import { useComposerSession } from './session.ts'
import { useAttach } from './use-attach.ts'

export interface ComposerProps {
  readonly conversation: Conversation
  /** Called when something was sent: the view goes to the end. */
  readonly onSent: () => void
}

export function Composer({ conversation, onSent }: ComposerProps) {
  const t = useT()
  const formats = useFormats()
  const errorText = useErrorText()
  const { id } = conversation
  const session = useComposerSession()
  const media = useMediaSession()
  const written = useStore(session.drafts.store, (texts) => texts[id])
  const failure = useStore(session.failures, (failures) => failures[id])
  const [pasted, setPasted] = useState<readonly File[]>([])
  const area = useRef<HTMLTextAreaElement>(null)
  const input = useRef<HTMLInputElement>(null)

  const text = written ?? conversation.draft
  const tooMany = bytesTooMany(text)
  const sendable = text.trim() !== '' && tooMany === 0

  // A pointer means a keyboard at hand; on touch the keyboard on the screen would cover the chat.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) area.current?.focus()
    return () => session.drafts.flush(id)
  }, [id, session])

  const send = () => {
    area.current?.focus()
    if (!sendable) return
    session.send(id, text.trim())
    onSent()
  }
  const attach = useAttach(id, onSent)
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the input of an IME belongs to the IME; 229 is how Safari-like engines say so afterwards.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || composing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    // Copied cells and the like come as text and as picture; the text is what was meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    // Pictures are asked about in their own way.
    detach(
      media.outgoing.add(id, files).then((others) => setPasted(others)),
      () => setPasted(files),
    )
  }

  return (
    <div className={styles.composer}>
      <AttachmentList conversationId={id} />
      <SendingList conversationId={id} />
      <VoicePanel conversationId={id} onSent={onSent} />
      {failure !== undefined && (
        <p className={styles.problem} role="alert">
          {t('composer.not-sent', { reason: errorText(failure) })}
        </p>
      )}
      {tooMany > 0 && (
        <p className={styles.problem} role="alert">
          {t('composer.too-long', { excess: formats.bytes(tooMany) })}
        </p>
      )}
      <div className={styles.box}>
        <IconButton
          label={t('composer.attach')}
          icon={<Paperclip size={20} aria-hidden />}
          tooltip="top"
          onPress={() => input.current?.click()}
        />
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-hidden
          tabIndex={-1}
          onChange={(event) => {
            attach([...(event.target.files ?? [])])
            // The same file can be chosen again.
            event.target.value = ''
          }}
        />
        <textarea
          ref={area}
          className={styles.area}
          aria-label={t('composer.message')}
          aria-invalid={tooMany > 0}
          placeholder={t('composer.placeholder', { name: conversation.name })}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => session.drafts.write(id, event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <VoiceButton conversationId={id} />
        <IconButton
          label={t('composer.send')}
          icon={<ArrowUp size={20} aria-hidden />}
          variant="primary"
          tooltip="top"
          className={styles.send}
          isDisabled={!sendable}
          onPress={send}
        />
      </div>
      <MediaTray conversation={conversation} onSent={onSent} onAdd={attach} />
      <ConfirmDialog
        title={t('composer.paste-title', { count: pasted.length, name: conversation.name })}
        action={t('composer.send')}
        isOpen={pasted.length > 0}
        onConfirm={() => attach(pasted)}
        onClose={() => setPasted([])}
      >
        <ul className={styles.pasted}>
          {pasted.map((file) => (
            <li key={`${file.name} ${file.size} ${file.lastModified}`}>
              <span>{file.name}</span>
              <span className={styles.size}>{formats.bytes(file.size)}</span>
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </div>
  )
}
