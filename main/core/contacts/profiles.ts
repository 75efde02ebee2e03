/**
 * What people show of themselves to contacts besides their name: a line of text and a picture. Every contact is told the
 * newest, whenever they became one. SPEC.md M-70 ff.
 */
import { createHash } from 'node:crypto'
import { create } from '@bufbuild/protobuf'
import {
  maxAboutLength,
  maxPictureBytes,
  type Picture,
  PictureId,
  Picture as PictureSchema,
} from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { cleanLine } from '../../../shared/invite/index.ts'
import { beginsAs } from '../../../shared/media-types.ts'
import { type Profile, ProfileSchema } from '../../../shared/wire/gen/content_pb.js'
import type { Messaging, Sender } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { Contacts } from './contacts.ts'
import {
  deleteTold,
  readOwnProfile,
  readPicture,
  readUntold,
  writeOwnProfile,
  writePicture,
  writeTold,
} from './profile-table.ts'
import { readContact, writeContact } from './table.ts'

export interface ProfilesOptions {
  readonly store: Store
  readonly self: AccountId
  readonly messaging: Pick<Messaging, 'enqueue' | 'withdraw' | 'handle' | 'onOutcome'>
  readonly contacts: Pick<Contacts, 'changes' | 'onNotice'>
}

export interface Description {
  readonly about?: string | undefined
  /** Null takes it away. */
  readonly picture?: Picture | null | undefined
}

export class Profiles {
  readonly #options: ProfilesOptions

  constructor(options: ProfilesOptions) {
    const { messaging, contacts } = options
    this.#options = options
    messaging.handle('profile', (tx, sender, { body, counter, ephemeral, accepted }) => {
      if (!ephemeral && accepted) this.#heard(tx, sender, Number(counter), body)
    })
    messaging.onOutcome((tx, outcome) => {
      if (outcome.state === 'failed') deleteTold(tx, outcome.to, outcome.id)
    })
    // Whoever has a new identity may have lost everything.
    contacts.onNotice((tx, account, notice) => {
      if (notice === 'identity-changed') deleteTold(tx, account)
    })
    contacts.changes.on(() => this.tell())
  }

  get own(): { readonly about: string; readonly picture: PictureId | null } {
    const { about, picture } = readOwnProfile(this.#options.store.db)
    return { about, picture: pictureIdOf(picture) }
  }

  /** What is left out stays as it is. Raises `invalid-input` for what is no such picture. */
  describe({ about, picture }: Description): void {
    if (picture && checked(picture.type, picture.bytes) === null) throw new AppError('invalid-input', 'not a picture')
    this.#options.store.transaction((tx) => {
      const before = readOwnProfile(tx.db)
      writeOwnProfile(tx, {
        version: before.version + 1,
        about: about === undefined ? before.about : cleanLine(about, maxAboutLength),
        picture: picture === undefined ? before.picture : picture,
      })
      tx.afterCommit(() => this.tell())
    })
  }

  /** Raises `not-found`. */
  picture(account: AccountId): Picture {
    const { store, self } = this.#options
    const picture = account === self ? readOwnProfile(store.db).picture : readPicture(store.db, account)
    if (picture === null) throw new AppError('not-found')
    return picture
  }

  /** Sends what we show to everybody who has not been sent it. */
  tell(): void {
    const { store, messaging } = this.#options
    const { version } = readOwnProfile(store.db)
    if (version === 0 || readUntold(store.db, version).length === 0) return
    store.transaction((tx) => {
      const { about, picture, version: newest } = readOwnProfile(tx.db)
      const value = create(ProfileSchema, {
        about,
        picture: picture?.bytes ?? new Uint8Array(),
        pictureType: picture?.type ?? '',
      })
      for (const { account, message } of readUntold(tx.db, newest)) {
        if (message !== null) messaging.withdraw(tx, account, message)
        writeTold(tx, account, newest, messaging.enqueue(tx, account, { case: 'profile', value }))
      }
    })
  }

  #heard(tx: Tx, { account }: Sender, counter: number, profile: Profile): void {
    const contact = readContact(tx.db, account)
    // One that comes late, by a resend or another way, does not bring back what they have changed.
    if (contact === null || counter <= contact.profileCounter) return
    const picture = checked(profile.pictureType, profile.picture)
    writePicture(tx, account, picture)
    writeContact(tx, {
      ...contact,
      about: cleanLine(profile.about, maxAboutLength),
      picture: pictureIdOf(picture),
      profileCounter: counter,
    })
    tx.afterCommit(() => this.#options.contacts.changes.emit())
  }
}

/** Null for what is no picture of a kind that is shown. */
function checked(type: string, bytes: Uint8Array): Picture | null {
  const picture = PictureSchema.safeParse({ type, bytes })
  if (!picture.success || bytes.length > maxPictureBytes || !beginsAs(type, bytes)) return null
  return picture.data
}

function pictureIdOf(picture: Picture | null): PictureId | null {
  if (picture === null) return null
  return PictureId.parse(createHash('sha256').update(picture.bytes).digest('hex').slice(0, 16))
}
