/** Files that are not what they were when they were chosen. */
import { appendFileSync, globSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'

test('a source that vanishes or changes before it is accepted: both sides are told, nothing is saved', async ({
  alice,
  bob,
  relay,
  folder,
}) => {
  await becomeContacts(alice, bob, relay)
  for (const { name, disturb, words } of [
    { name: 'vanished.txt', disturb: (file: string) => rmSync(file), words: 'The file is no longer where it was.' },
    {
      name: 'changed.txt',
      disturb: (file: string) => appendFileSync(file, ' and more'),
      words: 'The file changed while it was being sent. Send it again.',
    },
  ]) {
    const chosen = path.join(folder, name)
    writeFileSync(chosen, 'as it was')
    await bob.attach(chosen)
    const offer = alice.message(new RegExp(name))
    await expect(offer).toBeVisible()
    // What the browser shell sends is its own copy; in Electron it would be the file itself.
    const [source] = globSync(path.join(bob.profile, 'spool', 'kept', '*', name))
    if (source === undefined) throw new Error('no copy was made')
    disturb(source)
    await offer.getByRole('button', { name: 'Accept file' }).click()
    for (const person of [alice, bob]) await expect(person.message(new RegExp(name))).toContainText(words)
  }
  expect(globSync(path.join(alice.profile, 'downloads', '*'))).toEqual([])

  await bob.send('Sorry')
  await expect(alice.timeline.getByText('Sorry')).toBeVisible()
})
