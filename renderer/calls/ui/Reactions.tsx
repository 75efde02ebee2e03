/** Reactions of both sides: each rises at its side of the picture, and is gone. */
import { useT } from '../../i18n/index.ts'
import { classes, VisuallyHidden } from '../../ui/index.ts'
import type { Reaction } from '../media/session.ts'
import styles from './Reactions.module.css'

export interface ReactionsProps {
  readonly reactions: readonly Reaction[]
  /** Of whom one talks to. */
  readonly name: string
}

export function Reactions({ reactions, name }: ReactionsProps) {
  const t = useT()
  const last = reactions.findLast(({ by }) => by === 'other')
  return (
    <>
      <div className={styles.reactions} aria-hidden>
        {reactions.map(({ id, emoji, by }) => (
          // Beside each other: several in a row do not cover one another.
          <span
            key={id}
            className={classes(styles.reaction, by === 'own' && styles.own)}
            style={{ insetInlineStart: `${(id % columns) * columnPercent}%` }}
          >
            {emoji}
          </span>
        ))}
      </div>
      <VisuallyHidden role="status">
        {last === undefined ? '' : t('calls.react.by', { name, emoji: last.emoji })}
      </VisuallyHidden>
    </>
  )
}

const columns = 4
const columnPercent = 6
