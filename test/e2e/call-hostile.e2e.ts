/** Calls of a contact whose program says what no program should. */
import type { PeerSignal } from '../../shared/contract/calls.ts'
import { createAccount, openCorePerson, whenConversations } from '../fixtures/core-person.ts'
import { expect, test } from './fixtures.ts'

const line = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:x\r\n'
const descriptions: Readonly<Record<string, string>> = {
  'no description at all': 'This is no session description.',
  'a description without an end': `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n${line.repeat(1_000)}`,
  'a description of nothing': 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n',
}
const candidates: PeerSignal = {
  type: 'candidates',
  candidates: ['{', '[]', 'null', '{"candidate":"garbage"}', JSON.stringify({ candidate: 'x'.repeat(4_000) })],
}

test('descriptions and candidates that are none end the call with a word, and harm nothing else', async ({
  alice,
  relay,
  folder,
}) => {
  await alice.open()
  await alice.onboard(relay.url)
  const mallory = await openCorePerson(`${folder}/mallory`)
  try {
    await createAccount(mallory, relay.url, 'Mallory')
    const { conversationId } = await mallory.core.contacts.start({ usernameOrInvite: 'alice' })
    await mallory.core.conversations.sendText({ conversationId, text: 'Hello Alice' })
    await alice.openChat('Mallory')
    await alice.acceptRequest()
    await whenConversations(mallory, ([chat]) => chat?.state === 'accepted')
    for (const [what, sdp] of Object.entries(descriptions)) {
      await test.step(what, async () => {
        const { callId } = await mallory.core.calls.start({ conversationId, media: 'video' })
        await mallory.core.calls.signal({ callId, signal: { type: 'description', kind: 'offer', sdp } })
        await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
        await mallory.core.calls.signal({ callId, signal: candidates }).catch(() => {})
        await expect(alice.page.getByText('The call could not be connected')).toBeVisible()
        await alice.page.getByRole('button', { name: 'Close' }).click()
      })
    }
    await alice.send('Still here')
    await whenConversations(mallory, ([chat]) => chat?.preview?.text === 'Still here')
  } finally {
    await mallory.close()
  }
})
