/** One line of text: label, input, description, error. */
import { CircleAlert } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  /** The accessible name; `labelHidden` keeps it from sight. */
  readonly label: string
  readonly labelHidden?: boolean
  readonly description?: ReactNode
  /** Words for what is wrong; null when nothing is. */
  readonly error?: ReactNode
  readonly placeholder?: string
  /** What stands inside at the end: a button or a sign of work. */
  readonly end?: ReactNode
  readonly inputRef?: Ref<HTMLInputElement>
  readonly className?: string | undefined
}

export function TextField({
  label,
  labelHidden = false,
  description,
  error,
  placeholder,
  end,
  inputRef,
  className,
  ...props
}: TextFieldProps) {
  const input = (
    <Input
      className={styles.control ?? ''}
      {...(placeholder ? { placeholder } : {})}
      {...(inputRef ? { ref: inputRef } : {})}
    />
  )
  return (
    <AriaTextField
      {...props}
      {...(labelHidden ? { 'aria-label': label } : {})}
      isInvalid={Boolean(error)}
      className={classes(styles.field, className)}
    >
      {!labelHidden && <Label className={styles.label}>{label}</Label>}
      {end ? (
        <div className={styles.row}>
          {input}
          <div className={styles.inside}>{end}</div>
        </div>
      ) : (
        input
      )}
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  )
}

/** The line below a field: the error where there is one, else the description. */
export function FieldNotes({ description, error }: { readonly description?: ReactNode; readonly error?: ReactNode }) {
  if (error) {
    return (
      <FieldError className={styles.error ?? ''}>
        <CircleAlert size={14} aria-hidden />
        <span>{error}</span>
      </FieldError>
    )
  }
  return description ? (
    <Text slot="description" className={styles.description ?? ''}>
      {description}
    </Text>
  ) : null
}
