/** A page that is loaded anew, after a crash of its own or of the whole program, shows what it showed before. */
import { useEffect } from 'react'
import { detach } from '../../shared/errors.ts'
import { useCore } from './client.ts'
import { useNavigation } from './navigation.ts'

export function useKeptView(): void {
  const core = useCore()
  useEffect(() => {
    let wanted = true
    const atFirst = useNavigation.getState()
    const restore = async () => {
      const view = await core.settings.view()
      // Who has gone somewhere meanwhile, or was led there by a notification, stays there.
      if (!wanted || view === null || useNavigation.getState() !== atFirst || atFirst.conversation !== null) return
      if (view.conversation !== null) atFirst.openConversation(view.conversation)
      atFirst.show(view.section)
    }
    // Not worth a word: without it one is at the list of chats.
    detach(restore(), () => {})
    const stop = useNavigation.subscribe(({ section, conversation }, before) => {
      if (section === before.section && conversation === before.conversation) return
      detach(core.settings.keepView({ section, conversation }), () => {})
    })
    return () => {
      wanted = false
      stop()
    }
  }, [core])
}
