/** What a benchmark prints. Names of figures carry their unit: `mbPerSecond`, `p50Ms`, `ratioToLimit`. */
import os from 'node:os'

export interface BenchOptions {
  /** Bytes, where a benchmark moves data. */
  readonly size?: number
  readonly rounds?: number
}

export interface Goal {
  readonly figure: string
  readonly atLeast?: number
  readonly atMost?: number
}

export interface BenchResult {
  readonly bench: string
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string; readonly platform: string }
  readonly figures: Readonly<Record<string, number>>
  readonly peers: Readonly<Record<string, number>>
  readonly goals: readonly { figure: string; atLeast?: number; atMost?: number; value: number; met: boolean }[]
}

/** A module `NAME.bench.ts` in this folder. */
export interface Bench {
  run(options: BenchOptions): Promise<BenchResult>
}

/** Puts figures and goals together; a goal on a figure that is missing counts as not met. */
export function benchResult(
  bench: string,
  figures: Record<string, number>,
  goals: readonly Goal[],
  peers: Record<string, number> = {},
): BenchResult {
  const rounded = (values: Record<string, number>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value.toPrecision(4))]))
  return {
    bench,
    machine: {
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.cpus().length,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    },
    figures: rounded(figures),
    peers: rounded(peers),
    goals: goals.map((goal) => {
      const value = figures[goal.figure] ?? Number.NaN
      const met =
        value >= (goal.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (goal.atMost ?? Number.POSITIVE_INFINITY)
      return { ...goal, value, met }
    }),
  }
}

/** The value below which `fraction` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * fraction) - 1))] ?? Number.NaN
}
