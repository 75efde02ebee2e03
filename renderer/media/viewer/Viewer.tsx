/** Pictures and videos of a chat, one after the other, over the whole window. */
import { ChevronLeft, ChevronRight, Download, Forward, Maximize, Minus, Plus, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useCore } from '../../app/client.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { IconButton, type ZoomHandle } from '../../ui/index.ts'
import { useSaveMedia } from '../save.ts'
import { type MediaMessage, useAlternative } from '../show/words.ts'
import { type Gallery, galleryAround, more } from './gallery.ts'
import { Slide } from './Slide.tsx'
import styles from './Viewer.module.css'

/** How much larger a key or a button makes a picture. */
const step = 1.5

export interface ViewerProps {
  /** What was opened; null for nothing. */
  readonly message: MediaMessage | null
  /** The other person's name. */
  readonly name: string
  readonly onClose: () => void
  /** Offers to hand it on, where that can be done. */
  readonly onForward?: ((message: Message) => void) | undefined
}

export function Viewer({ message, name, onClose, onForward }: ViewerProps) {
  const t = useT()
  return (
    <ModalOverlay
      isOpen={message !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      className={styles.overlay ?? ''}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('media.viewer')}>
          {message && <Opened key={message.id} message={message} name={name} onClose={onClose} onForward={onForward} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Opened({ message, name, onClose, onForward }: ViewerProps & { readonly message: MediaMessage }) {
  const t = useT()
  const formats = useFormats()
  const core = useCore()
  const alternative = useAlternative()
  const save = useSaveMedia()
  const slide = useRef<ZoomHandle>(null)
  const [gallery, setGallery] = useState<Gallery>({ items: [message], before: null })
  const [current, setCurrent] = useState(message)
  const index = gallery.items.findIndex(({ id }) => id === current.id)
  const newer = gallery.items[index - 1]
  const older = gallery.items[index + 1]

  useEffect(() => {
    let left = false
    // What was opened is shown even where the others cannot be had.
    galleryAround(core.media, message).then(
      (around) => {
        if (!left) setGallery(around)
      },
      () => {},
    )
    return () => {
      left = true
    }
  }, [core, message])
  // The next page before the last one of this page is seen.
  useEffect(() => {
    if (gallery.before === null || index < gallery.items.length - 3) return
    let left = false
    more(core.media, message, gallery).then(
      (grown) => {
        if (!left) setGallery(grown)
      },
      () => {},
    )
    return () => {
      left = true
    }
  }, [core, message, gallery, index])

  const go = (to: MediaMessage | undefined) => {
    if (to !== undefined) setCurrent(to)
  }
  /** Whether the key means something here. */
  const act = (key: string): boolean => {
    if (key === 'ArrowLeft') go(older)
    else if (key === 'ArrowRight') go(newer)
    else if (key === '+' || key === '=') slide.current?.zoom(step)
    else if (key === '-') slide.current?.zoom(1 / step)
    else if (key === '0') slide.current?.reset()
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // A video's own keys are its own.
    if (event.target instanceof HTMLVideoElement && event.key.startsWith('Arrow')) return
    if (event.ctrlKey || event.metaKey || event.altKey || !act(event.key)) return
    event.preventDefault()
  }
  const picture = current.body.media.kind === 'picture'
  const time = formats.dateTime(current.sentAt)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole dialog.
    <div className={styles.stage} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <span className={styles.words}>
          {current.own ? t('media.viewer.own', { time }) : t('media.viewer.from', { name, time })}
        </span>
        {picture && (
          <>
            <IconButton
              label={t('media.viewer.zoom-out')}
              icon={<Minus size={20} aria-hidden />}
              onPress={() => slide.current?.zoom(1 / step)}
            />
            <IconButton
              label={t('media.viewer.zoom-in')}
              icon={<Plus size={20} aria-hidden />}
              onPress={() => slide.current?.zoom(step)}
            />
            <IconButton
              label={t('media.viewer.fit')}
              icon={<Maximize size={18} aria-hidden />}
              onPress={() => slide.current?.reset()}
            />
          </>
        )}
        <IconButton label={t('media.save')} icon={<Download size={20} aria-hidden />} onPress={() => save(current)} />
        {onForward && (
          <IconButton
            label={t('media.viewer.forward')}
            icon={<Forward size={20} aria-hidden />}
            onPress={() => onForward(current)}
          />
        )}
        <IconButton label={t('media.viewer.close')} icon={<X size={22} aria-hidden />} autoFocus onPress={onClose} />
      </header>
      <Slide key={current.id} ref={slide} message={current} alternative={alternative(current, name)} />
      {older && (
        <IconButton
          label={t('media.viewer.previous')}
          icon={<ChevronLeft size={28} aria-hidden />}
          size="large"
          className={styles.previous}
          tooltip="none"
          onPress={() => go(older)}
        />
      )}
      {newer && (
        <IconButton
          label={t('media.viewer.next')}
          icon={<ChevronRight size={28} aria-hidden />}
          size="large"
          className={styles.next}
          tooltip="none"
          onPress={() => go(newer)}
        />
      )}
      {current.body.caption !== '' && <p className={styles.caption}>{current.body.caption}</p>}
    </div>
  )
}
