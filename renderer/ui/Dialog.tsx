/** A dialog above everything: title, content, buttons. Escape and the close button end it. */
import { X } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useT } from '../i18n/index.ts'
import { Button, IconButton } from './Button.tsx'
import { classes } from './classes.ts'
import styles from './Dialog.module.css'

export interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** The row of buttons; the main one last. */
  readonly buttons?: ReactNode
  readonly width?: 'narrow' | 'wide'
  readonly role?: 'dialog' | 'alertdialog'
}

/** Where dialogs stand, for what lies above the rest of the page; null: at its end. */
export const DialogHost = createContext<Element | null>(null)

export function Dialog({ title, isOpen, onClose, children, buttons, width = 'narrow', role = 'dialog' }: DialogProps) {
  const t = useT()
  const host = useContext(DialogHost)
  return (
    <ModalOverlay
      {...(host === null ? {} : { UNSTABLE_portalContainer: host })}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable={role === 'dialog'}
      className={styles.overlay ?? ''}
    >
      <Modal className={classes(styles.modal, styles[width])}>
        <AriaDialog className={styles.dialog ?? ''} role={role}>
          <header className={styles.head}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            {role === 'dialog' && (
              <IconButton label={t('ui.close')} icon={<X size={20} />} size="small" tooltip="none" onPress={onClose} />
            )}
          </header>
          <div className={styles.content}>{children}</div>
          {buttons && <footer className={styles.buttons}>{buttons}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export interface ConfirmDialogProps {
  readonly title: string
  readonly children: ReactNode
  /** What the button does, as a verb. */
  readonly action: string
  readonly danger?: boolean
  readonly isOpen: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({
  title,
  children,
  action,
  danger = false,
  isOpen,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const t = useT()
  return (
    <Dialog
      role="alertdialog"
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose} autoFocus>
            {t('ui.cancel')}
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            onPress={() => {
              onConfirm()
              onClose()
            }}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
