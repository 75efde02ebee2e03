/** Goes to the message that some other place of the program asked for. Has no knowledge of how it is shown. */
import { useEffect, useState } from 'react'
import { detach } from '../../shared/errors.ts'
import type { ConversationId, MessageId } from '../../shared/ids.ts'
import { useNavigation } from '../app/navigation.ts'
import { useErrorText } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'

export interface Arrival {
  /** What led to the message: its words are marked. */
  readonly query: string
  /** The first jump of an opened chat is under way: what stands elsewhere in it would only flash by. */
  readonly arriving: boolean
}

export function useJump(
  conversation: ConversationId,
  jumpTo: (message: MessageId, focus: boolean) => Promise<void>,
): Arrival {
  const errorText = useErrorText()
  const jump = useNavigation(({ jump }) => (jump?.conversation === conversation ? jump : null))
  const [query, setQuery] = useState(jump?.query ?? '')
  const [arriving, setArriving] = useState(jump !== null)
  useEffect(() => {
    if (jump === null) return
    useNavigation.getState().takeJump()
    setQuery(jump.query)
    detach(
      jumpTo(jump.message, true).finally(() => setArriving(false)),
      (error) => showToast({ text: errorText(error), tone: 'danger' }),
    )
  }, [jump, jumpTo, errorText])
  return { query, arriving }
}
