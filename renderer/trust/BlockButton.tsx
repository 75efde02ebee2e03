/** Blocks somebody after a question, or takes that back. */
import { Ban } from 'lucide-react'
import type { AccountId } from '../../shared/ids.ts'
import { useT } from '../i18n/index.ts'
import { Button, classes } from '../ui/index.ts'
import { askToBlock } from './dialogs.ts'
import styles from './trust.module.css'
import { useContact } from './useContact.ts'
import { useUnblock } from './useUnblock.ts'

export interface BlockButtonProps {
  readonly contact: AccountId
  readonly name: string
  readonly isStranger: boolean
}

export function BlockButton({ contact, name, isStranger }: BlockButtonProps) {
  const t = useT()
  const blocked = useContact(contact)?.blocked ?? false
  const unblock = useUnblock()
  return (
    <Button
      variant="quiet"
      className={classes(styles.block, !blocked && styles.danger)}
      icon={<Ban size={18} aria-hidden />}
      onPress={() => (blocked ? unblock(contact, name) : askToBlock(contact, name, isStranger))}
    >
      {t(blocked ? 'trust.unblock-name' : 'trust.block-name', { name })}
    </Button>
  )
}
