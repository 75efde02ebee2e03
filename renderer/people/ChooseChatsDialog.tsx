/** Chooses the chats to which something is handed on. Has no knowledge of what it is. */
import { useState } from 'react'
import { ListBox, ListBoxItem, type Selection } from 'react-aria-components'
import type { Conversation } from '../../shared/contract/index.ts'
import { ConversationId } from '../../shared/ids.ts'
import { useReport } from '../app/report.ts'
import { useConversations } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { Button, classes, Dialog, TextField } from '../ui/index.ts'
import styles from './ChooseChatsDialog.module.css'
import { ChatAvatar } from './PersonAvatar.tsx'

export interface ChooseChatsDialogProps {
  readonly title: string
  /** What the button says for so many chats. */
  readonly action: (count: number) => string
  /** Those that cannot be chosen are not shown. */
  readonly offers?: (chat: Conversation) => boolean
  /** What it raises is shown, and the dialog stays. */
  readonly onChosen: (to: ConversationId[]) => Promise<void>
  readonly onClose: () => void
}

/** As many as the contract takes. */
const mostChats = 20
/** More than this are found by typing. */
const mostShown = 200

export function ChooseChatsDialog({ title, action, offers = () => true, onChosen, onClose }: ChooseChatsDialogProps) {
  const t = useT()
  const report = useReport()
  const conversations = useConversations()
  const [filter, setFilter] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const wanted = filter.trim().toLocaleLowerCase()
  const shown = (conversations ?? [])
    .filter((chat) => chat.state !== 'request' && offers(chat))
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
  const finish = async () => {
    setBusy(true)
    try {
      await onChosen([...chosen].map((id) => ConversationId.parse(id)))
      onClose()
    } catch (error) {
      setBusy(false)
      report(error)
    }
  }
  const tooMany = chosen.size > mostChats
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={chosen.size === 0 || tooMany}
            isPending={busy}
            onPress={() => void finish()}
          >
            {action(chosen.size)}
          </Button>
        </>
      }
    >
      <TextField
        label={t('people.choose.filter')}
        labelHidden
        placeholder={t('people.choose.filter')}
        value={filter}
        onChange={setFilter}
        autoFocus
        {...(tooMany ? { error: t('people.choose.most', { count: mostChats }) } : {})}
      />
      <ListBox
        className={styles.chats ?? ''}
        aria-label={t('people.choose.list')}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={choose}
        items={shown}
        renderEmptyState={() => <p className={styles.note}>{t('people.choose.none')}</p>}
      >
        {(chat) => (
          <ListBoxItem id={chat.id} textValue={chat.name} className={styles.chat ?? ''}>
            {({ isSelected }) => (
              <>
                <ChatAvatar chat={chat} size={40} />
                <span className={styles.chatWords}>
                  <span className={styles.chatName}>{chat.name}</span>
                  <span className={styles.chatAddress}>{chat.notes ? t('notes.words') : chat.address}</span>
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
