/** The skin tone of all emoji that have one. */
import { useT } from '../i18n/index.ts'
import { MenuButton, MenuItem } from '../ui/index.ts'
import styles from './picker.module.css'

const hands = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'] as const

export interface ToneMenuProps {
  readonly tone: number
  readonly onTone: (tone: number) => void
}

export function ToneMenu({ tone, onTone }: ToneMenuProps) {
  const t = useT()
  return (
    <MenuButton
      label={t('emoji.tone')}
      icon={
        <span className={styles.hand} aria-hidden>
          {hands[tone]}
        </span>
      }
      tooltip="top"
    >
      {hands.map((hand, index) => (
        <MenuItem
          key={hand}
          label={t('emoji.tone-of', { tone: index })}
          icon={<span aria-hidden>{hand}</span>}
          chosen={index === tone}
          onAction={() => onTone(index)}
        />
      ))}
    </MenuButton>
  )
}
