/** Opens the picker beside itself. */
import { Smile } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { IconButton } from '../ui/index.ts'
import { EmojiPicker } from './EmojiPicker.tsx'
import styles from './picker.module.css'

export interface EmojiButtonProps {
  readonly label: string
  readonly onPick: (emoji: string) => void
}

export function EmojiButton({ label, onPick }: EmojiButtonProps) {
  const picked = useRef<string | null>(null)
  const give = () => {
    if (picked.current !== null) onPick(picked.current)
    picked.current = null
  }
  return (
    <DialogTrigger>
      <IconButton label={label} icon={<Smile size={20} aria-hidden />} tooltip="top" />
      <Popover className={styles.popover ?? ''} placement="top end" offset={8}>
        <Dialog className={styles.dialog ?? ''} aria-label={label}>
          {({ close }) => (
            <>
              <EmojiPicker
                onPick={(emoji) => {
                  picked.current = emoji
                  close()
                }}
              />
              <AtEnd run={give} />
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** As long as the picker is there the keyboard stays in it: whoever gets the emoji may take it afterwards. */
function AtEnd({ run }: { readonly run: () => void }) {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => () => latest.current(), [])
  return null
}
