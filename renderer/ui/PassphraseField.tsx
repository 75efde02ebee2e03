/** A secret that can be looked at; its accessible name is the label alone. */
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../i18n/index.ts'
import { IconButton } from './Button.tsx'
import { TextField, type TextFieldProps } from './TextField.tsx'

export function PassphraseField(props: Omit<TextFieldProps, 'type' | 'end'>) {
  const t = useT()
  const [shown, setShown] = useState(false)
  return (
    <TextField
      spellCheck="false"
      {...props}
      type={shown ? 'text' : 'password'}
      end={
        <IconButton
          size="small"
          label={t(shown ? 'ui.hide' : 'ui.show')}
          icon={shown ? <EyeOff size={18} /> : <Eye size={18} />}
          onPress={() => setShown(!shown)}
        />
      }
    />
  )
}
