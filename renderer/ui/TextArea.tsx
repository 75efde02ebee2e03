/** Several lines of text: label, area, description, error. */
import type { ReactNode, Ref } from 'react'
import {
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Label,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'
import { FieldNotes } from './TextField.tsx'

export interface TextAreaProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  readonly label: string
  readonly labelHidden?: boolean
  readonly description?: ReactNode
  readonly error?: ReactNode
  readonly placeholder?: string
  readonly rows?: number
  readonly areaRef?: Ref<HTMLTextAreaElement>
  readonly className?: string | undefined
}

export function TextArea({
  label,
  labelHidden = false,
  description,
  error,
  placeholder,
  rows = 3,
  areaRef,
  className,
  ...props
}: TextAreaProps) {
  return (
    <AriaTextField
      {...props}
      {...(labelHidden ? { 'aria-label': label } : {})}
      isInvalid={Boolean(error)}
      className={classes(styles.field, className)}
    >
      {!labelHidden && <Label className={styles.label}>{label}</Label>}
      <AriaTextArea
        className={classes(styles.control, styles.area)}
        rows={rows}
        {...(placeholder ? { placeholder } : {})}
        {...(areaRef ? { ref: areaRef } : {})}
      />
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  )
}
