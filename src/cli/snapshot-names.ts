import type { Paths, Step } from "#snapshot";
import { stepsTo } from "#snapshot";
import { holderPath } from "#verdict";

/** An object as a programmer would write the way to it, and the script the way starts in: `sessions[…]  registry.js`. */
export function nameOf(where: Paths, node: number): string {
  return [pathText(stepsTo(where, node)) || where.heap.label(node), scriptName(where, node)]
    .filter((part) => part !== "")
    .join("  ");
}

/** The steps as one expression; "" when there is none. */
export function pathText(steps: readonly Step[]): string {
  return holderPath(steps).path;
}

function scriptName({ heap, scopes, paths }: Paths, node: number): string {
  let at = node;
  while (paths.parents[at] !== at) {
    at = paths.parents[at]!;
    if (!heap.isContext(at)) continue;
    return shortScript(scopes.scriptOfContext(at));
  }
  const made = scopes.functionOfModule(at);
  return made < 0 ? "" : shortScript(scopes.scriptOf(made));
}

/** A script by its last two parts; the package too when it is in one. */
function shortScript(script: string): string {
  const inPackage = /.*node_modules\/(.+)$/u.exec(script);
  if (inPackage !== null) return inPackage[1]!;
  return script.startsWith("node:") ? script : script.split("/").slice(-2).join("/");
}
