/** The own picture, and the ways to choose another one or none. */
import { Camera, ImagePlus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Account } from '../../../shared/contract/index.ts'
import { detach } from '../../../shared/errors.ts'
import { shownTypes } from '../../../shared/media-types.ts'
import { useCore } from '../../app/client.ts'
import { useReport } from '../../app/report.ts'
import { useT } from '../../i18n/index.ts'
import { MenuButton, MenuItem, showToast } from '../../ui/index.ts'
import { PersonAvatar } from '../PersonAvatar.tsx'
import styles from './OwnPicture.module.css'
import { PictureDialog } from './PictureDialog.tsx'

export function OwnPicture({ account }: { readonly account: Account }) {
  const t = useT()
  const core = useCore()
  const report = useReport()
  const input = useRef<HTMLInputElement>(null)
  /** Each choice is another dialog. */
  const [chosen, setChosen] = useState<{ readonly bitmap: ImageBitmap; readonly number: number } | null>(null)
  const choose = () => input.current?.click()
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    try {
      const bitmap = await createImageBitmap(file)
      setChosen((before) => {
        before?.bitmap.close()
        return { bitmap, number: (before?.number ?? 0) + 1 }
      })
    } catch {
      showToast({ tone: 'danger', text: t('people.picture.unreadable') })
    }
  }
  const remove = () =>
    detach(
      core.profile
        .describe({ picture: null })
        .then(() => showToast({ tone: 'success', text: t('people.picture.removed') })),
      report,
    )
  return (
    <span className={styles.own}>
      <PersonAvatar name={account.displayName} id={account.id} size={64} />
      <span className={styles.change}>
        <MenuButton label={t('people.picture.change')} icon={<Camera size={16} aria-hidden />} size="small">
          <MenuItem label={t('people.picture.choose')} icon={<ImagePlus size={16} aria-hidden />} onAction={choose} />
          {account.picture !== null && (
            <MenuItem
              danger
              label={t('people.picture.remove')}
              icon={<Trash2 size={16} aria-hidden />}
              onAction={remove}
            />
          )}
        </MenuButton>
      </span>
      <input
        ref={input}
        type="file"
        hidden
        accept={shownTypes.picture.join(',')}
        aria-label={t('people.picture.choose')}
        onChange={(event) => {
          void take(event.target.files?.[0])
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
      {chosen && (
        <PictureDialog
          key={chosen.number}
          bitmap={chosen.bitmap}
          onAnother={choose}
          onClose={() => {
            chosen.bitmap.close()
            setChosen(null)
          }}
        />
      )}
    </span>
  )
}
