import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'

const said = 'the heron stands in the reeds'
const fileName = 'quarterly-heron-report.txt'
const fileText = 'herons counted in the reeds: seventeen'

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** Every known string in every form it could lie around in. */
function forms(text: string): Buffer[] {
  return [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
  ]
}

test('neither files nor logs of relay and profiles hold plaintext @journey', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  await bob.send(said)
  await expect(alice.timeline.getByText(said)).toBeVisible()
  const source = path.join(folder, fileName)
  writeFileSync(source, fileText)
  await bob.attach(source)
  await expect(alice.page.getByRole('button', { name: 'Accept file' })).toBeVisible()
  await alice.page.getByRole('button', { name: 'Accept file' }).click()
  const received = path.join(alice.profile, 'downloads', fileName)
  await expect.poll(() => statSync(received, { throwIfNoEntry: false })?.size).toBe(fileText.length)
  await alice.close()
  await bob.close()
  await relay.stop()

  const kept = [alice.profile, bob.profile, relay.folder].flatMap(filesUnder)
  expect(kept.length).toBeGreaterThan(5)
  const logs = [alice.logs, bob.logs, relay.logs].map((text, index) => [`log ${index}`, Buffer.from(text)] as const)
  // The accepted file itself is what its receiver asked for, as are the chosen bytes that wait to be sent.
  const content = kept.filter((file) => file !== received).map((file) => [file, readFileSync(file)] as const)
  for (const text of [said, fileName, fileText, 'Hello Alice', 'correct horse']) {
    const found = [...content, ...logs].filter(([, bytes]) => forms(text).some((form) => bytes.includes(form)))
    expect(
      found.map(([name]) => name),
      text,
    ).toEqual([])
  }
})
