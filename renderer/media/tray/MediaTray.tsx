/** Asks before pictures, videos and sounds leave: what they are, what is said of them, how good they are. */
import { FileAudio, Plus, X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Conversation, TextRange } from '../../../shared/contract/conversations.ts'
import type { MessageId } from '../../../shared/ids.ts'
import { maxCaptionBytes } from '../../../shared/media-types.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { Button, Dialog, IconButton, RadioGroup, Spinner, Switch, TextArea } from '../../ui/index.ts'
import type { TrayItem } from '../outgoing.ts'
import type { Quality } from '../prepare/index.ts'
import { useMediaSession } from '../session.ts'
import styles from './MediaTray.module.css'

export interface MediaTrayProps {
  readonly conversation: Conversation
  readonly onSent: () => void
  /** Takes more files into the tray. */
  readonly onAdd: (files: readonly File[]) => void
  /** The message that is answered. */
  readonly replyTo?: MessageId | undefined
  /** Reads formatting out of what was typed; plain where it is not given. */
  readonly parse?: (text: string) => { readonly text: string; readonly ranges: readonly TextRange[] }
}

const plain = (text: string) => ({ text, ranges: [] })

export function MediaTray({ conversation, onSent, onAdd, replyTo, parse = plain }: MediaTrayProps) {
  const t = useT()
  const { outgoing } = useMediaSession()
  const { id, name } = conversation
  const all = useStore(outgoing.store, ({ tray }) => tray)
  const items = useMemo(() => all.filter((item) => item.conversationId === id), [all, id])
  const [caption, setCaption] = useState('')
  const [quality, setQuality] = useState<Quality>('standard')
  const [asFiles, setAsFiles] = useState(false)
  const more = useRef<HTMLInputElement>(null)
  const tooLong = new TextEncoder().encode(caption).length > maxCaptionBytes

  const close = () => {
    outgoing.clear(id)
    setCaption('')
    setAsFiles(false)
  }
  const send = () => {
    if (tooLong || items.length === 0) return
    const words = caption.trim() === '' ? null : parse(caption.trim())
    void outgoing.send(id, { quality, asFiles, caption: words, replyTo })
    setCaption('')
    setAsFiles(false)
    onSent()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || composing) return
    event.preventDefault()
    send()
  }
  return (
    <Dialog
      title={t('media.tray.title', { count: items.length, name })}
      width="wide"
      isOpen={items.length > 0}
      onClose={close}
      buttons={
        <>
          <Button onPress={close}>{t('ui.cancel')}</Button>
          <Button variant="primary" isDisabled={tooLong} onPress={send}>
            {t('media.send')}
          </Button>
        </>
      }
    >
      <ul className={styles.list} aria-label={t('media.tray.list')} data-count={Math.min(items.length, 3)}>
        {items.map((item) => (
          <Item key={item.key} item={item} onRemove={() => outgoing.remove(item.key)} />
        ))}
        <li className={styles.more}>
          <IconButton
            label={t('media.tray.add')}
            icon={<Plus size={20} aria-hidden />}
            onPress={() => more.current?.click()}
          />
          <input
            ref={more}
            type="file"
            multiple
            hidden
            aria-hidden
            tabIndex={-1}
            onChange={(event) => {
              onAdd([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
        </li>
      </ul>
      <Notes items={items} asFiles={asFiles} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the field inside. */}
      <div onKeyDown={onKeyDown}>
        <TextArea
          label={t('media.tray.caption')}
          value={caption}
          onChange={setCaption}
          rows={2}
          autoFocus
          {...(tooLong ? { error: t('media.tray.too-long') } : {})}
        />
      </div>
      {items.some(({ kind }) => kind === 'picture') && !asFiles && (
        <RadioGroup
          label={t('media.tray.quality')}
          value={quality}
          onChange={(value) => setQuality(value === 'original' ? 'original' : 'standard')}
          options={[
            { value: 'standard', label: t('media.tray.standard') },
            { value: 'original', label: t('media.tray.original') },
          ]}
        />
      )}
      <Switch
        label={t('media.tray.as-file')}
        description={t('media.tray.as-file-words')}
        isSelected={asFiles}
        onChange={setAsFiles}
      />
    </Dialog>
  )
}

function Item({ item, onRemove }: { readonly item: TrayItem; readonly onRemove: () => void }) {
  const t = useT()
  const formats = useFormats()
  const { file, kind, url, prepared } = item
  return (
    <li className={styles.item}>
      {kind === 'picture' && <img className={styles.preview} src={url} alt={file.name} />}
      {kind === 'video' && (
        <video className={styles.preview} src={url} aria-label={file.name} muted preload="metadata" />
      )}
      {kind === 'audio' && (
        <span className={styles.sound}>
          <FileAudio size={32} strokeWidth={1.5} aria-hidden />
          <span className={styles.name}>{file.name}</span>
        </span>
      )}
      <span className={styles.size}>{formats.bytes(prepared?.file.size ?? file.size)}</span>
      {prepared === undefined && (
        <span className={styles.busy} role="status" aria-label={t('media.preparing', { name: file.name })}>
          <Spinner size={16} />
        </span>
      )}
      <IconButton
        label={t('media.tray.remove', { name: file.name })}
        icon={<X size={16} aria-hidden />}
        size="small"
        variant="secondary"
        tooltip="none"
        className={styles.remove}
        onPress={onRemove}
      />
    </li>
  )
}

/** What is taken out, what could not be, and what goes in another way. */
function Notes({ items, asFiles }: { readonly items: readonly TrayItem[]; readonly asFiles: boolean }) {
  const t = useT()
  if (asFiles) return null
  const notes = items.flatMap(({ key, file: { name }, prepared }) => {
    if (prepared === undefined) return []
    if (prepared === null) return { key, words: t('media.tray.file-only', { name }) }
    if (prepared.leftIn === 'data-track') return { key, words: t('media.tray.left-data', { name }) }
    return prepared.leftIn === 'unknown' ? { key, words: t('media.tray.left-unknown', { name }) } : []
  })
  const clean = items.some(({ prepared }) => prepared?.leftIn === null && prepared.media.kind !== 'audio')
  return (
    <ul className={styles.notes}>
      {clean && <li>{t('media.tray.stripped')}</li>}
      {notes.map(({ key, words }) => (
        <li key={key} className={styles.warning}>
          {words}
        </li>
      ))}
    </ul>
  )
}
