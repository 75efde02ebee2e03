/**
 * Where a worker's module lies, by its place in the house (`main/core/worker`): as TypeScript in the source tree, as
 * JavaScript in the build, whose chunks lie one folder deep as this file does.
 */
export function workerUrl(name: string): URL {
  const { url } = import.meta
  return new URL(`../${name}${url.endsWith('.ts') ? '.ts' : '.js'}`, url)
}
