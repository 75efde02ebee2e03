/** Branded identifiers. Has no knowledge of what they name beyond their form. */
import { v4, v7 } from 'uuid'
import { z } from 'zod'

const uuid = () => z.uuid().transform((value) => value.toLowerCase())

/** A random UUID (libsignal `Aci`), made by the client at registration. */
export const AccountId = uuid().brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>

/** 1 to 127 (libsignal's limit). The first device of an account is 1. */
export const DeviceId = z.int().min(1).max(127).brand<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>

/** A UUIDv7 of the sender; an id only, its time is never trusted. */
export const MessageId = uuid().brand<'MessageId'>()
export type MessageId = z.infer<typeof MessageId>

/** For a 1:1 conversation the other account's id. */
export const ConversationId = uuid().brand<'ConversationId'>()
export type ConversationId = z.infer<typeof ConversationId>

export const TransferId = uuid().brand<'TransferId'>()
export type TransferId = z.infer<typeof TransferId>

export const CallId = uuid().brand<'CallId'>()
export type CallId = z.infer<typeof CallId>

export const firstDevice = DeviceId.parse(1)

export const newAccountId = (): AccountId => AccountId.parse(v4())
export const newMessageId = (): MessageId => MessageId.parse(v7())
export const newTransferId = (): TransferId => TransferId.parse(v4())
export const newCallId = (): CallId => CallId.parse(v4())

/** The conversation with one other account. */
export const conversationWith = (account: AccountId): ConversationId => ConversationId.parse(account)
