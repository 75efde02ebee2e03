import { expect, test } from 'vitest'
import type { ChosenFile } from '../../shared/contract/shell.ts'
import { ConversationId } from '../../shared/ids.ts'
import { type MediaPorts, OutgoingMedia } from './outgoing.ts'
import type { Prepared } from './prepare/index.ts'

const chat = ConversationId.parse('aaaaaaaa-0000-4000-8000-000000000001')
const caption = { text: 'Look', ranges: [] }
const standard = { quality: 'standard', asFiles: false, caption } as const

function outgoing(over: Partial<MediaPorts> = {}) {
  const said: string[] = []
  const urls = new Set<string>()
  const ready = (file: File): Prepared => ({
    file: new File(['clean'], file.name),
    media: { kind: 'picture', type: 'image/jpeg', width: 1, height: 1, duration: 0, waveform: [] },
    thumbnail: null,
    leftIn: null,
  })
  const media = new OutgoingMedia({
    looksLike: async ({ name }) => (name.endsWith('.jpg') ? 'picture' : null),
    prepare: async (file) => (file.name.startsWith('odd') ? null : ready(file)),
    grant: async (file) => ({ token: 't', name: file.name, size: file.size }) as unknown as ChosenFile,
    offerMedia: async (_, { name }, __, words) => said.push(`media ${name} ${words.caption?.text ?? '-'}`),
    offerFile: async (_, { name }, words) => said.push(`file ${name} ${words.caption?.text ?? '-'}`),
    urlOf: ({ name }) => {
      urls.add(name)
      return name
    },
    revoke: (url) => urls.delete(url),
    ...over,
  })
  return { media, said, urls }
}
const file = (name: string) => new File(['x'], name)

test('what can be shown waits in the tray, the rest is given back', async () => {
  const { media } = outgoing()
  const rest = await media.add(chat, [file('a.jpg'), file('b.zip'), file('c.jpg')])
  expect(rest.map(({ name }) => name)).toEqual(['b.zip'])
  expect(media.store.getState().tray.map((item) => item.file.name)).toEqual(['a.jpg', 'c.jpg'])
})

test('all go in their order, with the caption at the first', async () => {
  const { media, said, urls } = outgoing()
  await media.add(chat, [file('a.jpg'), file('odd.jpg'), file('c.jpg')])
  await media.send(chat, standard)
  expect(said).toEqual(['media a.jpg Look', 'file odd.jpg -', 'media c.jpg -'])
  expect(media.store.getState()).toEqual({ tray: [], sending: [] })
  expect(urls.size).toBe(0)
})

test('as files they go as they are', async () => {
  const { media, said } = outgoing({ prepare: async () => Promise.reject(new Error('never')) })
  await media.add(chat, [file('a.jpg')])
  await media.send(chat, { ...standard, asFiles: true })
  expect(said).toEqual(['file a.jpg Look'])
})

test('what fails says why, goes again, and does not hold up the others', async () => {
  let full = true
  const { media, said } = outgoing({
    grant: async (file) => {
      if (full && file.name === 'a.jpg') throw new Error('full')
      return { token: 't', name: file.name, size: 1 } as unknown as ChosenFile
    },
  })
  await media.add(chat, [file('a.jpg'), file('b.jpg')])
  await media.send(chat, standard)
  expect(said).toEqual(['media b.jpg -'])
  const [failed] = media.store.getState().sending
  expect(failed).toMatchObject({ name: 'a.jpg', error: new Error('full') })
  full = false
  await media.retry(failed?.key ?? 0)
  expect(said).toEqual(['media b.jpg -', 'media a.jpg Look'])
  expect(media.store.getState().sending).toEqual([])
})

test('one is taken out again, before and on its way', async () => {
  const { media, said } = outgoing({
    grant: (file, { signal }) =>
      new Promise((resolve, reject) => {
        if (file.name === 'b.jpg') return resolve({ token: 't', name: file.name, size: 1 } as unknown as ChosenFile)
        signal.addEventListener('abort', () => reject(new Error('cancelled')))
      }),
  })
  await media.add(chat, [file('a.jpg'), file('b.jpg'), file('c.jpg')])
  media.remove(media.store.getState().tray[2]?.key ?? 0)
  const sent = media.send(chat, standard)
  await expect.poll(() => media.store.getState().sending.length).toBe(2)
  await new Promise((resolve) => setTimeout(resolve))
  media.drop(media.store.getState().sending[0]?.key ?? 0)
  await sent
  expect(said).toEqual(['media b.jpg -'])
  expect(media.store.getState()).toEqual({ tray: [], sending: [] })
})
