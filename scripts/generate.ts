/**
 * Makes the protobuf code in every `gen` folder from the `.proto` files beside it, and the OpenAPI document of the relay from its
 * routes. Needs `protoc` (Debian: protobuf-compiler).
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openApi } from '../shared/relay-api/openapi.ts'

const root = path.join(import.meta.dirname, '..')
const sources = [
  'shared/wire/content.proto',
  'shared/relay-api/frames.proto',
  'shared/relay-api/delivery.proto',
  'shared/invite/invite.proto',
]

for (const source of sources) {
  const folder = path.dirname(source)
  const output = path.join(folder, 'gen')
  mkdirSync(path.join(root, output), { recursive: true })
  try {
    execFileSync(
      'protoc',
      [
        `--plugin=protoc-gen-es=${path.join(root, 'node_modules/.bin/protoc-gen-es')}`,
        `--es_out=${output}`,
        '--es_opt=target=js+dts,import_extension=js',
        `-I${folder}`,
        path.basename(source),
      ],
      { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      process.stderr.write('generate: protoc is missing; install protobuf-compiler\n')
      process.exit(1)
    }
    throw error
  }
}

writeFileSync(path.join(root, 'docs/relay-api.json'), `${JSON.stringify(openApi(), null, 2)}\n`)
