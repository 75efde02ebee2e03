/** What the other side says about transfers. Runs inside the transaction of the inbox; has no knowledge of the user. */
import { unreachable } from '../../../shared/errors.ts'
import type { TransferId } from '../../../shared/ids.ts'
import { isLoopbackHost } from '../../../shared/invite/index.ts'
import type { Incoming, Sender } from '../relay/index.ts'
import type { Tx } from '../store/index.ts'
import { chunkCount, chunkSize } from './chunk.ts'
import type { FilesDeps } from './deps.ts'
import type { Direct } from './direct/direct.ts'
import type { Life } from './life.ts'
import { insertMedia } from './media-table.ts'
import { mediaOf } from './media-wire.ts'
import { safeName } from './safe-name.ts'
import { hashBytes, insertShared } from './sharing/table.ts'
import {
  findTransfer,
  insertTransfer,
  loadChunks,
  setAnswered,
  setBlob,
  setChoice,
  setConfirmed,
  setDirectSecret,
  setStores,
  type TransferRow,
  transfersWith,
} from './table.ts'
import { type FileMessage, readMessage, readReason } from './wire.ts'

type Body<Case> = Extract<FileMessage['body'], { case: Case }>['value']

/** Offers that are kept of a stranger until their request is accepted. */
const maxRequestOffers = 20

export interface InboundOptions extends Pick<FilesDeps, 'record' | 'offered' | 'words' | 'alone'> {
  readonly life: Life
  readonly direct: Pick<Direct, 'heard'>
  /** The manifest of a contact's folder has been offered. */
  readonly manifestOffered: (id: TransferId) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export class Inbound {
  readonly #options: InboundOptions

  constructor(options: InboundOptions) {
    this.#options = options
  }

  /** What breaks the protocol is dropped, as is what somebody says about a transfer with somebody else. */
  handle(tx: Tx, sender: Sender, incoming: Incoming<'file'>): void {
    const message = readMessage(incoming.body)
    if (message === null) return
    const { transferId, body } = message
    if (body.case === 'reach') {
      const { account } = sender
      if (incoming.ephemeral && incoming.accepted)
        tx.afterCommit(() => this.#options.direct.heard(account, transferId, body.value))
      return
    }
    // Everything else has to last.
    if (incoming.ephemeral) return
    const row = findTransfer(tx.db, transferId)
    if (body.case === 'offer') {
      if (row === null) this.#offer(tx, sender, incoming, transferId, body.value)
      return
    }
    if (row === null || row.account !== sender.account || row.finishedAt !== null) return
    if (body.case === 'answer') this.#answer(tx, row, body.value)
    else if (body.case === 'end') this.#end(tx, row, body.value)
    else if (body.case === 'stored') this.#stored(tx, row, body.value)
    else unreachable(body)
  }

  #offer(tx: Tx, { account }: Sender, incoming: Incoming<'file'>, id: TransferId, offer: Body<'offer'>): void {
    const { life, record, offered, manifestOffered, words, now } = this.#options
    const name = safeName(offer.name)
    const { size, key } = offer
    if (!incoming.accepted && transfersWith(tx.db, account).length >= maxRequestOffers) return
    const { stores, folder } = offer
    if (folder !== undefined && (folder.manifestId === id || findTransfer(tx.db, folder.manifestId) !== null)) return
    const shown = folder === undefined ? mediaOf(offer.media, size) : null
    const vault = shown !== null
    const row = { id, account, direction: 'incoming', name, size, key, vault, createdAt: now() } as const
    insertTransfer(tx.db, folder === undefined ? { ...row, stores } : { ...row, folder })
    const shared = this.#sharedOf(offer)
    // Of a folder and of what is shown nothing is shared.
    if (
      shared !== undefined &&
      folder === undefined &&
      !vault &&
      shared.hashes.length === chunkCount(size) * hashBytes
    ) {
      const { relayUrl: url, relayPin: pin, share: token, key, transferId, hashes } = shared
      insertShared(tx.db, id, { share: { relay: { url, pin }, token }, sealing: { key, transferId }, hashes })
    }
    if (shown !== null) insertMedia(tx.db, id, shown.media, shown.thumbnail)
    if (folder !== undefined) {
      const { manifestId, manifestKey, manifestSize, stores } = folder
      const manifest = {
        id: manifestId,
        name,
        size: manifestSize,
        key: manifestKey,
        vault: true,
        stores,
        manifestOf: id,
      }
      insertTransfer(tx.db, { ...manifest, account, direction: 'incoming', createdAt: now() })
      // So that what is in it can be looked at before anything else is fetched. Of strangers nothing is.
      if (incoming.accepted && manifestSize <= chunkSize) tx.afterCommit(() => manifestOffered(manifestId))
    }
    const { id: message, counter, sentAt } = incoming
    record(tx, {
      id: message,
      peer: account,
      own: false,
      counter,
      sentAt,
      transferId: id,
      name,
      size,
      media: shown?.media ?? null,
      ...words.read(tx, account, offer.caption),
    })
    offered(tx, id)
    life.tell(tx)
  }

  /** Nobody sends us to programs of this computer, unless everybody is on it. */
  #sharedOf({ shared }: Body<'offer'>): Body<'offer'>['shared'] {
    const here = shared !== undefined && isLoopbackHost(new URL(shared.relayUrl).hostname)
    return here && !this.#options.alone() ? undefined : shared
  }

  /** An answer may come again with another blob: the receiver's relay has lost the first. */
  #answer(tx: Tx, row: TransferRow, answer: Body<'answer'>): void {
    if (row.direction !== 'outgoing') return
    const { life } = this.#options
    if (!answer.accepted) {
      if (!row.answered) life.finish(tx, row, 'declined')
      return
    }
    if (answer.blobId === '') {
      // What the sender does not store, nobody has found.
      if (!row.stores || row.blob === null) return
    } else {
      if (row.stores) life.dropBlob(tx, row)
      setBlob(tx.db, row.id, { id: answer.blobId, capability: answer.writeCapability })
      setStores(tx.db, row.id, false)
    }
    setAnswered(tx.db, row.id)
    setDirectSecret(tx.db, row.id, answer.directSecret)
    if (row.folder !== null && answer.unwanted <= row.size) setChoice(tx.db, row.id, null, answer.unwanted)
    // What the new blob says counts, not what the old one had said.
    setConfirmed(tx.db, row.id, 0)
    if (row.state !== 'paused') life.activate(tx, row.id)
  }

  /** Where the chunks are, or that the receiver has to make room for them. What was answered already stands. */
  #stored(tx: Tx, row: TransferRow, { blobId, readCapability }: Body<'stored'>): void {
    const { life } = this.#options
    if (row.direction !== 'incoming') return
    const blob = { id: blobId, capability: readCapability }
    const waited = row.stores && row.blob === null
    // It was offered while we were away, and has been stored meanwhile.
    const came = !row.stores && row.blob === null && row.state === 'offered'
    if (blobId === '') {
      if (waited) setStores(tx.db, row.id, false)
    } else if (waited || came) {
      setBlob(tx.db, row.id, blob)
      setStores(tx.db, row.id, true)
    } else if (row.blob?.id === blobId) {
      return
    } else if (row.state === 'active' && loadChunks(tx.db, row.id, row.size).count === 0) {
      // It was accepted before this was heard, with another blob: what is stored is there, whether the sender is or not.
      life.dropBlob(tx, row)
      setBlob(tx.db, row.id, blob)
      setStores(tx.db, row.id, true)
    } else {
      life.dropBlob(tx, { ...row, blob })
      return
    }
    if (row.state === 'active') life.activate(tx, row.id)
  }

  #end(tx: Tx, row: TransferRow, { reason }: Body<'end'>): void {
    const { life } = this.#options
    const why = readReason(reason)
    if (why === 'complete') {
      if (row.direction === 'outgoing') life.finish(tx, row, 'done')
    } else if (why === 'cancelled' || why === null) life.finish(tx, row, 'cancelled')
    else life.finish(tx, row, 'failed', why)
  }
}
