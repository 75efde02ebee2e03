/** Electron's fuses: what the packaged program can no longer be asked to do, whoever starts it. */
import { FuseV1Options as Fuse, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/** Every fuse there is: one that a new Electron brings fails to compile here, and `setFuses` refuses what it does not know. */
export const fuses: Readonly<Record<Fuse, boolean>> = {
  [Fuse.RunAsNode]: false,
  [Fuse.EnableCookieEncryption]: true,
  [Fuse.EnableNodeOptionsEnvironmentVariable]: false,
  [Fuse.EnableNodeCliInspectArguments]: false,
  [Fuse.EnableEmbeddedAsarIntegrityValidation]: true,
  [Fuse.OnlyLoadAppFromAsar]: true,
  [Fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
  [Fuse.GrantFileProtocolExtraPrivileges]: false,
  // Off, WebAssembly checks its bounds in code instead of by signals of the processor: slower, and no safer.
  [Fuse.WasmTrapHandlers]: true,
}

/** The fuses that `program` has, by number. */
export async function fusesIn(program: string): Promise<readonly Fuse[]> {
  const { version, resetAdHocDarwinSignature, ...wire } = await getCurrentFuseWire(program)
  return Object.keys(wire).map(Number)
}

/**
 * Sets all fuses of `program`. An Electron older than the one in package.json has fewer of them, which only
 * `older` lets pass; one that has more never does.
 */
export async function setFuses(program: string, { older }: { older: boolean }): Promise<void> {
  const present = new Set(await fusesIn(program))
  const wanted = Object.entries(fuses).filter(([fuse]) => !older || present.has(Number(fuse)))
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: true,
    strictlyRequireAllFuses: true,
    ...(Object.fromEntries(wanted) as Record<Fuse, boolean>),
  })
}
