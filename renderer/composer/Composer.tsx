/** Where one writes: Enter sends, Shift+Enter makes a new line, files are attached, what is unsent stays. */
import { ArrowUp, Check, Paperclip } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { EmojiButton, EmojiSuggestions, suggestionId, useSuggestions } from '../emoji/index.ts'
import { useErrorText, useFormats, useT } from '../i18n/index.ts'
import { MediaTray, SendingList, useMediaSession, VoiceButton, VoicePanel } from '../media/index.ts'
import { ConfirmDialog, IconButton } from '../ui/index.ts'
import { AttachFolder } from './AttachFolder.tsx'
import { AttachmentList } from './AttachmentList.tsx'
import styles from './Composer.module.css'
import { FormatMenu } from './FormatMenu.tsx'
import { changeField, insertAtCaret } from './field.ts'
import { ModeBar } from './ModeBar.tsx'
import { formatOf } from './model/format-keys.ts'
import { type Format, formatted, readMarkup } from './model/markup/index.ts'
import { bytesTooMany } from './model/text-size.ts'
import { useComposerSession } from './session.ts'
import { useAttach } from './use-attach.ts'
import { useMode } from './use-mode.ts'

export interface ComposerProps {
  readonly conversation: Conversation
  /** Called when something was sent: the view goes to the end. */
  readonly onSent: () => void
  /** Up in an empty field: the last own message gets another wording. */
  readonly onEditLast: () => void
}

export function Composer({ conversation, onSent, onEditLast }: ComposerProps) {
  const t = useT()
  const formats = useFormats()
  const errorText = useErrorText()
  const { id } = conversation
  const { platform } = useShellInfo()
  const session = useComposerSession()
  const media = useMediaSession()
  const mode = useMode(conversation)
  const editing = mode?.kind === 'edit'
  const written = useStore(session.drafts.store, (texts) => texts[id])
  const failure = useStore(session.failures, (failures) => failures[id])
  const [pasted, setPasted] = useState<readonly File[]>([])
  const area = useRef<HTMLTextAreaElement>(null)
  const input = useRef<HTMLInputElement>(null)

  const replyTo = mode?.kind === 'reply' ? mode.quote.messageId : undefined
  const text = written ?? conversation.draft
  const tooMany = bytesTooMany(text)
  const sendable = text.trim() !== '' && tooMany === 0

  // A pointer means a keyboard at hand; on touch the keyboard on the screen would cover the chat.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) area.current?.focus()
    return () => {
      session.drafts.flush(id)
      session.typing.end(id)
    }
  }, [id, session])
  // Whoever begins an answer or another wording wants to write.
  const begun = mode?.kind === 'reply' ? mode.quote.messageId : mode?.messageId
  useEffect(() => {
    const field = area.current
    if (begun === undefined || field === null) return
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  }, [begun])

  const send = () => {
    area.current?.focus()
    if (!sendable) return
    session.send(id, text.trim())
    if (!editing) onSent()
  }
  const onMediaSent = () => {
    session.endReply(id)
    onSent()
  }
  const attach = useAttach(id, onSent)
  const write = (typed: string) => {
    session.drafts.write(id, typed)
    if (!editing) session.typing.wrote(id, typed)
  }
  const format = (wanted: Format) => {
    const field = area.current
    if (field === null) return
    const { value, selectionStart: start, selectionEnd: end } = field
    changeField(field, formatted({ text: value, start, end }, wanted))
  }
  const listId = useId()
  const suggestions = useSuggestions(({ from, to, insert }) => {
    const at = from + insert.length
    if (area.current) changeField(area.current, { from, to, insert, start: at, end: at })
  })
  const suggests = suggestions.found.length > 0
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the input of an IME belongs to the IME; 229 is how Safari-like engines say so afterwards.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (suggestions.onKeyDown(event)) {
      event.preventDefault()
      return
    }
    const wanted = formatOf(event, platform)
    const act = wanted
      ? () => format(wanted)
      : event.key === 'Enter' && !event.shiftKey
        ? send
        : event.key === 'Escape' && mode !== null
          ? () => session.modes.end(id)
          : event.key === 'ArrowUp' && text === '' && mode === null && !event.altKey
            ? onEditLast
            : null
    if (act === null) return
    event.preventDefault()
    act()
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
      <VoicePanel conversationId={id} replyTo={replyTo} onSent={onMediaSent} />
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
      {suggests && (
        <EmojiSuggestions
          id={listId}
          found={suggestions.found}
          active={suggestions.active}
          tone={suggestions.tone}
          onPick={suggestions.pick}
        />
      )}
      {mode && <ModeBar mode={mode} name={conversation.name} onEnd={() => session.modes.end(id)} />}
      <div className={styles.box}>
        {!editing && (
          <IconButton
            label={t('composer.attach')}
            icon={<Paperclip size={20} aria-hidden />}
            tooltip="top"
            onPress={() => input.current?.click()}
          />
        )}
        {!editing && <AttachFolder attach={attach} />}
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
          placeholder={conversation.notes ? t('notes.write') : t('composer.placeholder', { name: conversation.name })}
          rows={1}
          dir="auto"
          value={text}
          aria-autocomplete="list"
          aria-controls={suggests ? listId : undefined}
          aria-activedescendant={suggests ? suggestionId(listId, suggestions.active) : undefined}
          onChange={({ target }) => {
            write(target.value)
            suggestions.look(target.value, target.selectionStart)
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <EmojiButton
          label={t('emoji.open')}
          onPick={(emoji) => {
            if (area.current) insertAtCaret(area.current, emoji)
          }}
        />
        <FormatMenu onFormat={format} />
        {!editing && <VoiceButton conversationId={id} />}
        <IconButton
          label={t(editing ? 'composer.save' : 'composer.send')}
          icon={editing ? <Check size={20} aria-hidden /> : <ArrowUp size={20} aria-hidden />}
          variant="primary"
          tooltip="top"
          className={styles.send}
          isDisabled={!sendable}
          onPress={send}
        />
      </div>
      <MediaTray conversation={conversation} replyTo={replyTo} parse={readMarkup} onSent={onMediaSent} onAdd={attach} />
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
