/** Chooses the chats to which messages are handed on. */
import { useState } from 'react'
import { ListBox, ListBoxItem, type Selection } from 'react-aria-components'
import type { Message } from '../../../shared/contract/conversations.ts'
import { ConversationId } from '../../../shared/ids.ts'
import { useCore } from '../../app/client.ts'
import { useReport } from '../../app/report.ts'
import { useConversations } from '../../app/streams.ts'
import { useT } from '../../i18n/index.ts'
import { Avatar, Button, classes, Dialog, showToast, TextField } from '../../ui/index.ts'
import styles from './remarks.module.css'

export interface ForwardDialogProps {
  readonly messages: readonly Message[]
  readonly onDone?: () => void
  readonly onClose: () => void
}

/** As many as the contract takes. */
const mostChats = 20
/** More than this are found by typing. */
const mostShown = 200

export function ForwardDialog({ messages, onDone, onClose }: ForwardDialogProps) {
  const t = useT()
  const core = useCore()
  const report = useReport()
  const conversations = useConversations()
  const [filter, setFilter] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const wanted = filter.trim().toLocaleLowerCase()
  const shown = (conversations ?? [])
    .filter(({ state }) => state !== 'request')
    .filter(
      ({ name, address }) => name.toLocaleLowerCase().includes(wanted) || address.toLocaleLowerCase().includes(wanted),
    )
    .slice(0, mostShown)
  const choose = (selection: Selection) => {
    if (selection === 'all') return
    // What the filter hides stays chosen.
    const hidden = [...chosen].filter((id) => !shown.some((conversation) => conversation.id === id))
    setChosen(new Set([...hidden, ...[...selection].map(String)]))
  }
  const forward = async () => {
    setBusy(true)
    try {
      const to = [...chosen].map((id) => ConversationId.parse(id))
      await core.conversations.forward({ messageIds: messages.map(({ id }) => id), to })
      showToast({ text: t('message.forward.done', { count: to.length }), tone: 'success' })
      onDone?.()
      onClose()
    } catch (error) {
      setBusy(false)
      report(error)
    }
  }
  const tooMany = chosen.size > mostChats
  return (
    <Dialog
      title={t('message.forward.title')}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={chosen.size === 0 || tooMany}
            isPending={busy}
            onPress={() => void forward()}
          >
            {t('message.forward.send', { count: chosen.size })}
          </Button>
        </>
      }
    >
      <TextField
        label={t('message.forward.filter')}
        labelHidden
        placeholder={t('message.forward.filter')}
        value={filter}
        onChange={setFilter}
        autoFocus
        {...(tooMany ? { error: t('message.forward.most', { count: mostChats }) } : {})}
      />
      <ListBox
        className={styles.chats ?? ''}
        aria-label={t('message.forward.list')}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={choose}
        items={shown}
        renderEmptyState={() => <p className={styles.note}>{t('message.forward.none')}</p>}
      >
        {({ id, contact, name, address }) => (
          <ListBoxItem id={id} textValue={name} className={styles.chat ?? ''}>
            {({ isSelected }) => (
              <>
                <Avatar id={contact} name={name} size={40} />
                <span className={styles.chatWords}>
                  <span className={styles.chatName}>{name}</span>
                  <span className={styles.chatAddress}>{address}</span>
                </span>
                <span className={classes(styles.box, isSelected && styles.ticked)} aria-hidden />
              </>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Dialog>
  )
}
