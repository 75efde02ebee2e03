/** People: who they are to us, where they are reached, and the links by which they find us. */
export { Contacts, type ContactsLinks, type ContactsOptions } from './contacts.ts'
export { contactsRouter } from './handlers.ts'
export { Invites, type InvitesOptions } from './invites.ts'
export { contactsMigrations } from './migrations.ts'
export { shownContact } from './records.ts'
export type { ContactRecord, ContactState } from './table.ts'
