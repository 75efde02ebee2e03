/** One message in its row: its content, its accessible name, what can be done with it. */
import { Check, RotateCw } from 'lucide-react'
import { type FocusEvent, type MouseEvent, memo, useState } from 'react'
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import { useErrorText, useT } from '../../i18n/index.ts'
import { Button, classes, pointOf } from '../../ui/index.ts'
import { CallEntry } from '../CallEntry.tsx'
import { abilitiesOf } from '../model/abilities.ts'
import { Notice } from '../Notice.tsx'
import type { MessageActions } from './actions.ts'
import { MessageBody } from './MessageBody.tsx'
import { MessageTools } from './MessageTools.tsx'
import styles from './message.module.css'
import { Reactions } from './Reactions.tsx'
import { useAccessibleName } from './use-accessible-name.ts'
import { WaitingReason } from './WaitingReason.tsx'

export interface MessageRowProps {
  readonly message: Message
  readonly first: boolean
  readonly last: boolean
  /** The other person's name. */
  readonly name: string
  /** How far the two know each other. */
  readonly state: Conversation['state']
  /** Whether it is a note to oneself. */
  readonly notes: boolean
  /** Null while nothing is being chosen. */
  readonly selected: boolean | null
  readonly actions: MessageActions
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, name, actions } = props
  const accessibleName = useAccessibleName(message, name)
  const { body } = message
  if (body.kind === 'notice' || body.kind === 'timer') {
    return (
      <article className={styles.row} aria-label={accessibleName} tabIndex={-1} data-message>
        <Notice
          notice={body.kind === 'notice' ? body.notice : 'timer'}
          words={accessibleName}
          onCompare={actions.showSafetyNumber}
        />
      </article>
    )
  }
  return <SaidRow {...props} accessibleName={accessibleName} />
})

/** Everything that happens in a menu happens in the tree of its row too, without being inside of it. */
const inside = (event: MouseEvent | FocusEvent): boolean =>
  event.target instanceof Node && event.currentTarget.contains(event.target)

function SaidRow(props: MessageRowProps & { readonly accessibleName: string }) {
  const { message, first, last, name, state, notes, selected, actions, accessibleName } = props
  // Buttons exist only where they can be used: a tab stop for each of thousands of messages would help nobody.
  const [reached, setReached] = useState(false)
  const [opened, setOpened] = useState(false)
  const { body, own } = message
  const abilities = abilitiesOf(message, { state, notes })
  return (
    <article
      className={classes(styles.row, own && styles.ownRow, first && styles.firstRow, last && styles.lastRow)}
      aria-label={accessibleName}
      tabIndex={-1}
      data-message
      data-opened={opened || undefined}
      data-selected={selected ?? undefined}
      onPointerEnter={() => setReached(true)}
      onPointerLeave={(event) => setReached(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setReached(true)}
      onBlur={(event) => setReached(event.currentTarget.contains(event.relatedTarget))}
      onCopy={(event) => {
        // Copying with nothing selected copies the message one is at.
        if (abilities.copy === null || document.getSelection()?.isCollapsed === false) return
        event.preventDefault()
        event.clipboardData.setData('text/plain', abilities.copy)
      }}
      onContextMenu={(event) => {
        // What is selected has the menu of the system, with its own way to copy.
        if (selected !== null || !inside(event) || document.getSelection()?.isCollapsed === false) return
        event.preventDefault()
        actions.openMenu(message, pointOf(event))
      }}
    >
      {selected !== null && <SelectMark message={message} selected={selected} onToggle={actions.toggle} />}
      <div className={styles.column} inert={selected !== null}>
        {body.kind === 'call' ? (
          <CallEntry message={message} body={body} onCall={actions.call} />
        ) : (
          <MessageBody {...{ message, first, last, name, actions }} reached={reached || opened} />
        )}
        {message.reactions.length > 0 && (
          <Reactions message={message} name={name} reached={reached || opened} onReact={actions.react} />
        )}
        {last && message.delivery === 'waiting' && message.error && <WaitingReason error={message.error} />}
        {message.delivery === 'failed' && <Failure message={message} onResend={actions.resend} />}
      </div>
      {selected === null && (reached || opened) && (
        <MessageTools message={message} abilities={abilities} actions={actions} onOpenChange={setOpened} />
      )}
    </article>
  )
}

function Failure({ message, onResend }: { readonly message: Message; readonly onResend: MessageActions['resend'] }) {
  const t = useT()
  const errorText = useErrorText()
  return (
    <div className={styles.failure}>
      <span>{message.error ? errorText(message.error) : t('timeline.failed')}</span>
      <Button size="small" variant="quiet" icon={<RotateCw size={16} aria-hidden />} onPress={() => onResend(message)}>
        {t('ui.try-again')}
      </Button>
    </div>
  )
}

interface SelectMarkProps {
  readonly message: Message
  readonly selected: boolean
  readonly onToggle: MessageActions['toggle']
}

/** Covers the row: wherever it is pressed, the message is chosen. */
function SelectMark({ message, selected, onToggle }: SelectMarkProps) {
  const t = useT()
  return (
    // biome-ignore lint/a11y/useSemanticElements: the change of an input hears nothing of the Shift key
    <button
      type="button"
      role="checkbox"
      aria-checked={selected}
      aria-label={t('message.select')}
      className={styles.select}
      onClick={(event) => onToggle(message, event.shiftKey)}
    >
      <span className={styles.box}>{selected && <Check size={14} aria-hidden />}</span>
    </button>
  )
}
