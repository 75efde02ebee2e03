/** Shows the dialog about trust that is asked for; stands once in the frame. */
import { BlockDialog } from './BlockDialog.tsx'
import { closeTrustDialog, useTrustDialog } from './dialogs.ts'
import { SafetyNumberDialog } from './SafetyNumberDialog.tsx'

export function TrustDialogs() {
  const { open } = useTrustDialog()
  switch (open?.kind) {
    case 'safety-number':
      return <SafetyNumberDialog contact={open.contact} name={open.name} onClose={closeTrustDialog} />
    case 'block':
      return (
        <BlockDialog contact={open.contact} name={open.name} isStranger={open.isStranger} onClose={closeTrustDialog} />
      )
    case undefined:
      return null
  }
}
