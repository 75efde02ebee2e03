/** A worker thread that does one job on a folder after the other: see jobs.ts. */
import { unreachable } from '../../../../shared/errors.ts'
import { Bitmap } from '../bitmap.ts'
import { chunkCount } from '../chunk.ts'
import { answerJobs } from '../one-job.ts'
import { readSealedFile } from '../sealed-file.ts'
import type { Asked, Jobs, Packed } from './jobs.ts'
import { packManifest, totalsOf, unpackOffered, unpackOwn } from './manifest.ts'
import { scanFolder } from './scan.ts'
import { assertSources } from './sources.ts'
import { completeAll, prepareAll } from './targets.ts'
import { choiceOf, Tree } from './tree.ts'

answerJobs<Asked>((asked) => {
  switch (asked.job) {
    case 'scan':
      return scanned(asked.root)
    case 'read':
      return read(asked, asked.own).then(({ columns }) => columns)
    case 'verify':
      return assertSources(asked.root, new Tree(asked.columns))
    case 'prepare':
      return read(asked, false).then((tree) => {
        const held = Bitmap.from(chunkCount(tree.size), asked.held)
        prepareAll(asked.root, tree, choiceOf(asked.choice), held)
        return tree.columns
      })
    case 'complete': {
      const tree = new Tree(asked.columns)
      const made = Bitmap.from(tree.count, asked.made)
      return completeAll(asked.root, tree, choiceOf(asked.choice), made)
    }
    default:
      return unreachable(asked)
  }
})

function scanned(root: string): Jobs['scan']['gives'] {
  const { entries, leftOut } = scanFolder(root)
  return { ...totalsOf(entries), leftOut, packed: packManifest(entries) }
}

async function read({ manifest, expected }: Packed, own: boolean): Promise<Tree> {
  const pieces: Uint8Array[] = []
  for await (const piece of readSealedFile(manifest, 0, manifest.size)) pieces.push(piece)
  const packed = Buffer.concat(pieces)
  return own ? unpackOwn(packed, expected) : unpackOffered(packed, expected)
}
