import type { NodeTarget } from "#target";

/** The source map the target itself holds for a script: that of code transformed in memory. */
export async function sourceMapIn(target: NodeTarget, script: string): Promise<object | null> {
  return target
    .evaluate<object | null>(
      `process.getBuiltinModule("node:module").findSourceMap(${JSON.stringify(script)})?.payload ?? null`,
    )
    .catch(() => null); // A target that has ended cannot be asked; the file itself has to do.
}
