/** The virtualised list of a conversation: scrolls back without a jump, stays at the end, says what is new. */
import { ArrowDown } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { isAttended } from '../app/attention.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { useMarks } from '../search/index.ts'
import { classes, IconButton, Spinner } from '../ui/index.ts'
import { Beginning } from './Beginning.tsx'
import entries from './entries.module.css'
import { FloatingDay, useFloatingDay } from './FloatingDay.tsx'
import styles from './MessageList.module.css'
import type { MessageActions } from './message/actions.ts'
import { MessageRow } from './message/MessageRow.tsx'
import { mostMessages } from './model/history.ts'
import type { Row } from './model/rows.ts'
import type { Selection } from './model/selection.ts'
import type { LiveHistory } from './use-history.ts'
import { useRoving } from './use-roving.ts'
import { type Begin, useScroll } from './use-scroll.ts'
import { useTarget } from './use-target.ts'

export interface MessageListProps {
  readonly conversation: Conversation
  readonly rows: readonly Row[]
  readonly history: LiveHistory
  /** The words of this query are marked. */
  readonly marks: string
  /** The position of the newest message in sight. */
  readonly onSeen: (position: number) => void
  readonly unread: number
  /** What is chosen, while several are. */
  readonly selection: Selection | null
  readonly actions: MessageActions
  /** Grows with each message that the user sends: the view goes to the end. */
  readonly sentCount: number
}

/** Days and lines stand before other messages when older ones come; the messages themselves keep their keys. */
const firstMessage = (rows: readonly Row[]): string | undefined => rows.find(({ kind }) => kind === 'message')?.key

/** True in exactly those renders that add or take away rows at the front: then the view keeps its distance to the end. */
function useShifted(rows: readonly Row[]): boolean {
  const before = useRef<{ readonly rows: readonly Row[]; readonly shifted: boolean }>({ rows, shifted: false })
  if (before.current.rows !== rows) {
    const old = before.current.rows
    before.current = {
      rows,
      shifted: old.length > 0 && rows.at(-1)?.key === old.at(-1)?.key && firstMessage(rows) !== firstMessage(old),
    }
  }
  return before.current.shifted
}

/** Rows that are kept before those far from the view are let go. */
const mostRows = mostMessages + 500

/** A jump leads to its message, else one begins at what is new. */
function beginOf(rows: readonly Row[], { target, place }: LiveHistory): Begin {
  const aim = target === null ? -1 : rows.findIndex((row) => row.key === target.id)
  if (aim >= 0) return { at: 'row', index: aim, align: 'center' }
  // Whoever asked for the end later gets the end.
  const unread = place === 0 ? rows.findIndex((row) => row.kind === 'unread') : -1
  return unread < 0 ? { at: 'end' } : { at: 'row', index: unread, align: 'start' }
}

export function MessageList(props: MessageListProps) {
  const { conversation, rows, history, marks, onSeen, unread, selection, actions, sentCount } = props
  const { more, live, loadingOlder, loadingNewer, loadOlder, loadNewer, toLive, trim, target } = history
  const t = useT()
  const formats = useFormats()
  const list = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const shifted = useShifted(rows)

  const view = useCallback(
    (first: number, last: number) => {
      if (rows.length > mostRows) trim(first > rows.length / 2 ? 'start' : 'end')
      if (!isAttended()) return
      for (let at = Math.min(last, rows.length - 1); at >= 0; at -= 1) {
        const row = rows[at]
        if (row?.kind === 'message') return onSeen(row.message.position)
      }
    },
    [rows, onSeen, trim],
  )
  const top = useCallback(() => {
    if (more && !loadingOlder) loadOlder()
  }, [more, loadingOlder, loadOlder])
  const bottom = useCallback(() => {
    if (live !== null && !loadingNewer) loadNewer()
  }, [live, loadingNewer, loadNewer])
  const [begin] = useState(() => beginOf(rows, history))
  const scroll = useScroll({
    list,
    rows: rows.length,
    begin,
    whole: live === null,
    onTop: top,
    onBottom: bottom,
    onView: view,
    sentCount,
  })
  const day = useFloatingDay(rows, list)
  const roving = useRoving(rows, list, scroller)
  useMarks(scroller, marks)
  const marked = useTarget({ target, rows, begin, toRow: scroll.toRow, focus: roving.focus })
  const keepMounted = useMemo(() => {
    const index = roving.activeKey === null ? -1 : rows.findIndex((row) => row.key === roving.activeKey)
    return index < 0 ? [] : [index]
  }, [rows, roving.activeKey])

  const render = (row: Row) => {
    switch (row.kind) {
      case 'beginning':
        return <Beginning conversation={conversation} />
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
            state={conversation.state}
            notes={conversation.notes}
            selected={selection?.chosen.has(row.message.id) ?? null}
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
          shift={shifted}
          bufferSize={600}
          keepMounted={keepMounted}
          onScroll={(offset) => {
            scroll.onScroll(offset)
            if (!scroll.atEnd) day.update()
          }}
          onResize={scroll.onResize}
        >
          {(row) => (
            <div key={row.key} data-key={row.key} className={row.key === marked ? styles.target : undefined}>
              {render(row)}
            </div>
          )}
        </Virtualizer>
      </div>
      {loadingNewer && (
        <div
          className={classes(styles.loading, styles.loadingNewer)}
          role="status"
          aria-label={t('timeline.loading-newer')}
        >
          <Spinner />
        </div>
      )}
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
            onPress={live === null ? scroll.toEnd : toLive}
          />
        </div>
      )}
    </div>
  )
}
