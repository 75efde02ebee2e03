/**
 * A router that is there from the start and hands each call to the router of the profile that is open then. Has no
 * knowledge of any procedure in particular.
 */
import { type AnyContractRouter, isContractProcedure } from '@orpc/contract'
import { type AnyProcedure, type AnyRouter, implement, isProcedure, type Router } from '@orpc/server'

/** What a profile answers while it is open. */
export interface Target {
  readonly router: AnyRouter
  /** Streams that end with the profile. */
  readonly streams: Set<AsyncIterator<unknown>>
}

type Context = Record<never, never>

/** `target` raises `profile-locked` while nothing is open. */
export function delegating<Contract extends AnyContractRouter>(
  contract: Contract,
  target: () => Promise<Target>,
  path: readonly string[] = [],
): Router<Contract, Context> {
  const entries = Object.entries(contract).map(([name, part]: [string, AnyContractRouter]) => {
    const at = [...path, name]
    return [name, isContractProcedure(part) ? forward(part, at, target) : delegating(part, target, at)]
  })
  // Built along the contract's own names.
  return Object.fromEntries(entries) as Router<Contract, Context>
}

/** The outer procedure checks input and output; the inner handler is run as it is, so nothing is checked twice. */
function forward(contract: AnyContractRouter, path: readonly string[], target: () => Promise<Target>): AnyProcedure {
  return (implement(contract) as { handler(run: Handler): AnyProcedure }).handler(async (options) => {
    const { router, streams } = await target()
    const output: unknown = await procedureAt(router, path)['~orpc'].handler(options as never)
    if (isStream(output)) {
      streams.add(output)
      options.signal?.addEventListener('abort', () => streams.delete(output), { once: true })
    }
    return output
  })
}

type Handler = (options: { readonly signal?: AbortSignal }) => Promise<unknown>

function procedureAt(router: AnyRouter, path: readonly string[]): AnyProcedure {
  let found: unknown = router
  for (const name of path) found = (found as Record<string, unknown>)[name]
  if (!isProcedure(found)) throw new Error(`no procedure ${path.join('.')}`)
  return found
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}
