/** A transfer in words. */
import { useCallback } from 'react'
import type { Message } from '../../shared/contract/conversations.ts'
import type { Transfer } from '../../shared/contract/transfers.ts'
import { useTransfers } from '../app/streams.ts'
import { type Formats, type Translate, useErrorText, useFormats, useT } from '../i18n/index.ts'
import { doneOf, problemOf } from './model/transfer.ts'

const helped = ['disk-full', 'folder-unwritable', 'transfer-gone', 'transfer-corrupt'] as const

/** What went wrong, and what to do about it where the error alone does not say. */
export function problemWords(transfer: Transfer, t: Translate, errorText: (error: unknown) => string): string {
  const problem = problemOf(transfer)
  if (problem === null) return transfer.state === 'failed' ? t('transfers.state.failed') : ''
  const help = helped.find((code) => code === problem.code)
  return help ? `${errorText(problem)} ${t(`transfers.help.${help}`)}` : errorText(problem)
}

/** What is going on, in a few words. */
export function stateWords(transfer: Transfer, t: Translate, errorText: (error: unknown) => string): string {
  const { direction, state, away, error } = transfer
  switch (state) {
    case 'failed':
      return problemWords(transfer, t, errorText)
    case 'waiting':
      if (away === 'stored') return t('transfers.away.stored')
      return error ? errorText(error) : t(`transfers.state.waiting.${direction}`)
    case 'offered':
      return away === 'beyond' ? t('transfers.away.beyond') : t(`transfers.state.${state}.${direction}`)
    case 'done':
    case 'declined':
      return t(`transfers.state.${state}.${direction}`)
    default:
      return t(`transfers.state.${state}`)
  }
}

/** What matters while it runs: how fast, how long, which path; empty parts are left out. */
export function runningFacts(transfer: Transfer, t: Translate, formats: Formats): string[] {
  if (transfer.state !== 'running') return []
  return [
    transfer.bytesPerSecond > 0 ? formats.speed(transfer.bytesPerSecond) : '',
    transfer.secondsLeft === null ? '' : t('transfers.left', { time: formats.span(transfer.secondsLeft) }),
    transfer.away === 'storing'
      ? t('transfers.away.storing')
      : transfer.path === null
        ? ''
        : t(`transfers.path.${transfer.path}`),
  ].filter((fact) => fact !== '')
}

/** `12 files`, `1.2 GB of 4 GB` while something is missing, else the size alone. */
export function sizeWords(transfer: Transfer, t: Translate, formats: Formats): string[] {
  const { size, folder } = transfer
  const bytes = formats.bytes(size)
  const done = doneOf(transfer)
  const partly = done > 0 && done < size
  return [
    ...(folder === null ? [] : [t(folder.partial ? 'transfers.files-of' : 'transfers.files', { count: folder.files })]),
    partly ? t('transfers.part', { done: formats.bytes(done), size: bytes }) : bytes,
  ]
}

/** The accessible name of a file's message: name, size, state. */
export function useFileWords(message: Message): string {
  const t = useT()
  const formats = useFormats()
  const errorText = useErrorText()
  const { body } = message
  // A string is the same as long as it reads the same: the row renders when the state changes, not ten times a second.
  return useTransfers(
    useCallback(
      (list) => {
        if (body.kind !== 'file') return ''
        const transfer = list?.find(({ id }) => id === body.transferId)
        const state = transfer ? stateWords(transfer, t, errorText) : ''
        return [body.name, formats.bytes(body.size), state].filter((part) => part !== '').join(', ')
      },
      [body, t, formats, errorText],
    ),
  )
}
