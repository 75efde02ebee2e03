/** Prekeys: devices leave them, others take them. */
import type { FastifyInstance } from 'fastify'
import { type DeviceBundle, type PrekeyUpload, routes } from '../../shared/relay-api/index.ts'
import { publicKey } from '../accounts/registration.ts'
import type { RelayContext } from '../context.ts'
import { fromBase64url, toBase64url } from '../encoding.ts'
import { limitAnonymous } from '../http/anonymous.ts'
import { serve } from '../http/serve.ts'
import { accessOf } from '../http/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { DevicePrekeys, PrekeyChange } from '../storage/store.ts'
import {
  ecRecord,
  ecRecordBytes,
  kyberRecordBytes,
  page,
  readEcRecord,
  readKyberRecord,
  readSignedRecord,
  recordId,
  signedRecord,
} from './records.ts'

/** Bytes of JSON: 100 Kyber keys and signatures in base64url are 230 kB. */
const uploadBytes = 512 * 1024

export function keyRoutes(app: FastifyInstance, { authenticator, rates, store }: RelayContext): void {
  serve(
    app,
    routes.putPrekeys,
    async ({ body, request }) => {
      const address = await authenticator.authenticate(request)
      const device = await store.device(address)
      if (device === null) throw new Refusal('unauthorized')
      checkSignatures(body, device.identityKey)
      await store.putPrekeys(address, changeOf(body))
    },
    uploadBytes,
  )

  serve(app, routes.countPrekeys, async ({ request }) => {
    const { left, next, signed, lastResort } = await store.prekeys(await authenticator.authenticate(request))
    return {
      oneTime: left.ec,
      oneTimeKyber: left.kyber,
      nextOneTimeId: next.ec && recordId(next.ec),
      nextOneTimeKyberId: next.kyber && recordId(next.kyber),
      signedId: signed && recordId(signed),
      lastResortKyberId: lastResort && recordId(lastResort),
    }
  })

  serve(app, routes.bundles, async ({ params, request }) => {
    const access = accessOf(request)
    limitAnonymous(rates, request, access, params.account)
    // By the token: a wrong one must not use up what those have who know the right one.
    if (access.kind === 'delivery') rates.take('bundles', toBase64url(access.hash))
    const taken = await store.takeBundles(params.account, access, Date.now())
    if (typeof taken === 'string') throw new Refusal(taken)
    return { identityKey: toBase64url(taken.identityKey), devices: taken.devices.map(bundle) }
  })
}

/** @throws Refusal `invalid-input`: nobody could use a key that its owner has not signed. */
function checkSignatures({ signed, lastResortKyber, oneTimeKyber = [] }: PrekeyUpload, identityKey: Uint8Array): void {
  const identity = publicKey(identityKey)
  for (const key of [signed, lastResortKyber, ...oneTimeKyber]) {
    if (key === undefined) continue
    if (!identity.verify(fromBase64url(key.publicKey), fromBase64url(key.signature))) {
      throw new Refusal('invalid-input', 'a prekey is not signed by the identity key')
    }
  }
}

function changeOf({ signed, lastResortKyber, oneTime, oneTimeKyber }: PrekeyUpload): PrekeyChange {
  return {
    ...(signed && { signed: signedRecord(signed) }),
    ...(lastResortKyber && { lastResort: signedRecord(lastResortKyber) }),
    pages: [
      ...(oneTime ? [{ kind: 'ec' as const, recordBytes: ecRecordBytes, records: page(oneTime.map(ecRecord)) }] : []),
      ...(oneTimeKyber
        ? [{ kind: 'kyber' as const, recordBytes: kyberRecordBytes, records: page(oneTimeKyber.map(signedRecord)) }]
        : []),
    ],
  }
}

const bundle = (keys: DevicePrekeys): DeviceBundle => ({
  device: keys.device,
  registrationId: keys.registrationId,
  signed: readSignedRecord(keys.signed),
  oneTime: keys.oneTime && readEcRecord(keys.oneTime),
  kyber: readKyberRecord(keys.kyber),
})
