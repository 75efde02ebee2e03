/** The file of `--passphrase-file`: one passphrase, with or without a line end. */
import { readFileSync } from 'node:fs'
import { AppError } from '../shared/errors.ts'

/** Raises `invalid-input` where the file cannot be read, or holds nothing: an empty passphrase protects nothing. */
export function readPassphraseFile(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('invalid-input', 'the passphrase file cannot be read', {}, { cause })
  }
  const passphrase = text.replace(/\r?\n$/, '')
  if (passphrase === '') throw new AppError('invalid-input', 'the passphrase file is empty')
  return passphrase
}
