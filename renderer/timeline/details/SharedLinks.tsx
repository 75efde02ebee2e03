/** The links of a chat, but for hidden ones. Nothing is fetched. */
import { Link2 } from 'lucide-react'
import { covered } from '../../../shared/excerpt.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { segmentsOf } from '../model/text.ts'
import { SharedList, type SharedProps } from './SharedList.tsx'
import styles from './shared.module.css'

export interface SharedLinksProps extends SharedProps {
  readonly onLink: (url: string) => void
}

export function SharedLinks({ conversation, changes, onJump, onLink }: SharedLinksProps) {
  const t = useT()
  const formats = useFormats()
  return (
    <SharedList {...{ conversation, changes }} kind="links" icon={<Link2 size={40} strokeWidth={1.25} aria-hidden />}>
      {(message) => {
        const { body, sentAt } = message
        if (body.kind !== 'text') return null
        const links = segmentsOf(covered(body)).flatMap((segment) => (segment.kind === 'link' ? [segment] : []))
        return links.map(({ text, url }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one link may stand twice in a text, and none moves
          <div key={index} className={styles.linkRow}>
            <a
              href={url}
              className={styles.link}
              rel="noreferrer"
              onClick={(event) => {
                event.preventDefault()
                onLink(url)
              }}
              // A middle click would open it without asking.
              onAuxClick={(event) => event.preventDefault()}
            >
              {text}
            </a>
            <button type="button" className={styles.when} onClick={() => onJump(message)}>
              {t('people.shared.jump-time', { time: formats.moment(sentAt) })}
            </button>
          </div>
        ))
      }}
    </SharedList>
  )
}
