/** The other files of a chat; each leads to its place, where it can be taken, opened and shown in its folder. */
import { Files } from 'lucide-react'
import { useFormats, useT } from '../../i18n/index.ts'
import { FileIcon } from '../../transfers/index.ts'
import { SharedList, type SharedProps } from './SharedList.tsx'
import styles from './shared.module.css'

export function SharedFiles({ conversation, changes, onJump }: SharedProps) {
  const t = useT()
  const formats = useFormats()
  return (
    <SharedList {...{ conversation, changes }} kind="files" icon={<Files size={40} strokeWidth={1.25} aria-hidden />}>
      {(message) => {
        const { body, own, sentAt } = message
        if (body.kind !== 'file') return null
        return (
          <button type="button" className={styles.row} title={t('people.shared.jump')} onClick={() => onJump(message)}>
            <FileIcon name={body.name} />
            <span className={styles.words}>
              <span className={styles.main}>{body.name}</span>
              <span className={styles.facts}>
                {t('people.shared.facts', {
                  size: formats.bytes(body.size),
                  own: String(own),
                  name: conversation.name,
                  time: formats.moment(sentAt),
                })}
              </span>
            </span>
          </button>
        )
      }}
    </SharedList>
  )
}
