/** Bytes as the relay's JSON carries them. */

/** base64url without padding. */
export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
