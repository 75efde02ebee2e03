/** What people feel about a message: each emoji once, the own one stands out; a press gives it or takes it back. */
import { Button as AriaButton } from 'react-aria-components'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useT } from '../../i18n/index.ts'
import { classes, Tooltip } from '../../ui/index.ts'
import { gathered } from '../model/reactions.ts'
import styles from './Reactions.module.css'

export interface ReactionsProps {
  readonly message: Message
  /** The other person's name. */
  readonly name: string
  readonly reached: boolean
  readonly onReact: (message: Message, emoji: string | null) => void
}

export function Reactions({ message, name, reached, onReact }: ReactionsProps) {
  const t = useT()
  const who = { you: t('message.reaction.you'), other: name, both: t('message.reaction.both', { name }) }
  return (
    <fieldset className={styles.reactions} aria-label={t('message.reactions')}>
      {gathered(message.reactions).map(({ emoji, by }) => {
        const label = t('message.reaction', { emoji, who: who[by] })
        const own = by !== 'other'
        return (
          <Tooltip key={emoji} label={label} placement="top">
            <AriaButton
              className={classes(styles.reaction, own && styles.own)}
              aria-label={label}
              aria-pressed={own}
              excludeFromTabOrder={!reached}
              onPress={() => onReact(message, own ? null : emoji)}
            >
              <span className={styles.emoji}>{emoji}</span>
              {by === 'both' && <span>2</span>}
            </AriaButton>
          </Tooltip>
        )
      })}
    </fieldset>
  )
}
