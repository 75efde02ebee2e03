/** The virtualised list of a conversation: scrolls back without a jump, stays at the end, says what is new. */
import { ArrowDown } from 'lucide-react'
import { useCallback, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { IconButton, Spinner } from '../ui/index.ts'
import { Beginning } from './Beginning.tsx'
import entries from './entries.module.css'
import { FloatingDay, useFloatingDay } from './FloatingDay.tsx'
import styles from './MessageList.module.css'
import { type MessageActions, MessageRow } from './MessageRow.tsx'
import type { Row } from './model/rows.ts'
import { useRoving } from './use-roving.ts'
import { useScroll } from './use-scroll.ts'

export interface MessageListProps {
  readonly conversation: Conversation
  readonly rows: readonly Row[]
  /** Whether older messages exist. */
  readonly more: boolean
  readonly loadingOlder: boolean
  readonly onOlder: () => void
  /** The position of the newest message in sight. */
  readonly onSeen: (position: number) => void
  readonly unread: number
  readonly actions: MessageActions
  /** Grows with each message that the user sends: the view goes to the end. */
  readonly sentCount: number
}

/** True in exactly those renders that put rows in front of the ones before: then the view keeps its distance to the end. */
function usePrepended(rows: readonly Row[]): boolean {
  const before = useRef<{ readonly rows: readonly Row[]; readonly prepended: boolean }>({ rows, prepended: false })
  if (before.current.rows !== rows) {
    const lastKey = before.current.rows.at(-1)?.key
    before.current = {
      rows,
      prepended:
        before.current.rows.length > 0 && rows.length > before.current.rows.length && rows.at(-1)?.key === lastKey,
    }
  }
  return before.current.prepended
}

export function MessageList(props: MessageListProps) {
  const { conversation, rows, more, loadingOlder, onOlder, onSeen, unread, actions, sentCount } = props
  const t = useT()
  const formats = useFormats()
  const list = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const prepended = usePrepended(rows)

  const unreadAt = useMemo(() => rows.findIndex((row) => row.kind === 'unread'), [rows])
  const seen = useCallback(
    (index: number) => {
      if (!document.hasFocus()) return
      for (let at = Math.min(index, rows.length - 1); at >= 0; at -= 1) {
        const row = rows[at]
        if (row?.kind === 'message') return onSeen(row.message.position)
      }
    },
    [rows, onSeen],
  )
  const top = useCallback(() => {
    if (more && !loadingOlder) onOlder()
  }, [more, loadingOlder, onOlder])
  const scroll = useScroll({
    list,
    rows: rows.length,
    beginAt: unreadAt < 0 ? null : unreadAt,
    onTop: top,
    onSeen: seen,
    sentCount,
  })
  const day = useFloatingDay(rows, list)
  const roving = useRoving(rows, list, scroller)
  const keepMounted = useMemo(() => {
    const index = roving.activeKey === null ? -1 : rows.findIndex((row) => row.key === roving.activeKey)
    return index < 0 ? [] : [index]
  }, [rows, roving.activeKey])

  const render = (row: Row) => {
    switch (row.kind) {
      case 'beginning':
        return <Beginning id={conversation.contact} name={conversation.name} address={conversation.address} />
      case 'day':
        return (
          <div className={entries.day}>
            <time dateTime={new Date(row.time).toISOString()}>{formats.day(row.time)}</time>
          </div>
        )
      case 'unread':
        return <div className={entries.unread}>{t('timeline.unread')}</div>
      case 'message':
        return (
          <MessageRow
            message={row.message}
            first={row.first}
            last={row.last}
            name={conversation.name}
            actions={actions}
          />
        )
    }
  }

  return (
    <div className={styles.frame}>
      {loadingOlder && (
        <div className={styles.loading} role="status" aria-label={t('timeline.loading-older')}>
          <Spinner />
        </div>
      )}
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={t('timeline.messages')}
        // Scrolling mounts and unmounts rows; the announcer beside it says what is really new.
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
        tabIndex={0}
        onKeyDown={roving.onKeyDown}
      >
        <div className={styles.rest} />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={prepended}
          bufferSize={600}
          keepMounted={keepMounted}
          onScroll={(offset) => {
            scroll.onScroll(offset)
            if (!scroll.atEnd) day.update()
          }}
          onResize={scroll.onResize}
        >
          {(row) => (
            <div key={row.key} data-key={row.key}>
              {render(row)}
            </div>
          )}
        </Virtualizer>
      </div>
      <FloatingDay time={day.time} shown={day.shown && !scroll.atEnd} />
      {!scroll.atEnd && (
        <div className={styles.jump}>
          <IconButton
            label={unread > 0 ? t('timeline.new-messages', { count: unread }) : t('timeline.to-end')}
            icon={
              <>
                <ArrowDown size={20} aria-hidden />
                {unread > 0 && <span className={styles.jumpCount} data-count={unread > 99 ? '99+' : unread} />}
              </>
            }
            variant="secondary"
            tooltip="left"
            className={styles.jumpButton}
            onPress={scroll.toEnd}
          />
        </div>
      )}
    </div>
  )
}
