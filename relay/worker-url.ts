/** Where a worker's module lies: beside its starter, as TypeScript in the source tree and as JavaScript in the build. */
export function workerUrl(name: string, from: string): URL {
  return new URL(`${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from)
}
