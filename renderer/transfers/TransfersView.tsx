/** All transfers: what runs, then what is over. */
import { ArrowDownToLine, ArrowUpFromLine, FolderSync, MessageCircle } from 'lucide-react'
import { useMemo } from 'react'
import type { Transfer } from '../../shared/contract/transfers.ts'
import { useNavigation } from '../app/navigation.ts'
import { useConversations, useTransfers } from '../app/streams.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { Button, EmptyState, IconButton } from '../ui/index.ts'
import { grouped } from './model/transfer.ts'
import { TransferCard } from './TransferCard.tsx'
import styles from './TransfersView.module.css'

export function TransfersView() {
  const t = useT()
  const all = useTransfers()
  // What is shown in chats moves there.
  const transfers = useMemo(() => all?.filter(({ media }) => !media), [all])
  const show = useNavigation((navigation) => navigation.show)
  const groups = useMemo(() => grouped(transfers ?? []), [transfers])
  return (
    <section className={styles.page} aria-labelledby="transfers-title">
      <header className={styles.head}>
        <h1 id="transfers-title" className={styles.title}>
          {t('transfers.title')}
        </h1>
        <Total running={groups.running} />
      </header>
      {transfers?.length === 0 ? (
        <EmptyState
          icon={<FolderSync size={56} strokeWidth={1.25} aria-hidden />}
          title={t('transfers.empty')}
          action={
            <Button variant="secondary" onPress={() => show('chats')}>
              {t('transfers.empty-action')}
            </Button>
          }
        >
          {t('transfers.empty-words')}
        </EmptyState>
      ) : (
        <ul className={styles.list} aria-label={t('transfers.title')}>
          <Group title={t('transfers.running')} transfers={groups.running} />
          <Group title={t('transfers.finished')} transfers={groups.finished} />
        </ul>
      )}
    </section>
  )
}

/** How fast everything runs together. */
function Total({ running }: { readonly running: readonly Transfer[] }) {
  const t = useT()
  const formats = useFormats()
  const speed = (direction: Transfer['direction']): number =>
    running
      .filter((transfer) => transfer.direction === direction)
      .reduce((sum, transfer) => sum + transfer.bytesPerSecond, 0)
  const [down, up] = [speed('incoming'), speed('outgoing')]
  return (
    <div className={styles.total}>
      {down > 0 && (
        <span role="img" aria-label={t('transfers.receiving', { speed: formats.speed(down) })}>
          <ArrowDownToLine size={16} aria-hidden />
          {formats.speed(down)}
        </span>
      )}
      {up > 0 && (
        <span role="img" aria-label={t('transfers.sending', { speed: formats.speed(up) })}>
          <ArrowUpFromLine size={16} aria-hidden />
          {formats.speed(up)}
        </span>
      )}
    </div>
  )
}

function Group({ title, transfers }: { readonly title: string; readonly transfers: readonly Transfer[] }) {
  const t = useT()
  const conversations = useConversations()
  const openConversation = useNavigation((navigation) => navigation.openConversation)
  const names = useMemo(() => new Map(conversations?.map(({ id, name }) => [id, name])), [conversations])
  if (transfers.length === 0) return null
  return (
    <>
      <li className={styles.group}>{title}</li>
      {transfers.map((transfer) => {
        const name = names.get(transfer.conversationId)
        return (
          <li key={transfer.id} className={styles.item} aria-label={transfer.name}>
            <TransferCard
              transfer={transfer}
              graph
              {...(name && {
                context: t(`transfers.with.${transfer.direction}`, { name }),
                action: (
                  <IconButton
                    size="small"
                    label={t('transfers.open-chat')}
                    icon={<MessageCircle size={18} aria-hidden />}
                    tooltip="top"
                    aria-description={name}
                    onPress={() => openConversation(transfer.conversationId)}
                  />
                ),
              })}
            />
          </li>
        )
      })}
    </>
  )
}
