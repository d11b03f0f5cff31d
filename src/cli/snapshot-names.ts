import type { Paths, Step } from "#snapshot";
import { NodeType, stepsTo } from "#snapshot";
import { holderPath } from "#verdict";

/** An object as a programmer would write the way to it, and the script the way starts in: `sessions[…]  registry.js`. */
export function nameOf(where: Paths, node: number): string {
  return [pathText(stepsTo(where, node)) || labelOf(where, node), scriptName(where, node)]
    .filter((part) => part !== "")
    .join("  ");
}

/** Whether something that a programmer knows leads to an object. */
export function hasPath(where: Paths, node: number): boolean {
  return pathText(stepsTo(where, node)) !== "";
}

/** What a thing is that no variable leads to. */
function labelOf({ heap, paths }: Paths, node: number): string {
  if (heap.types[node] === NodeType.synthetic) return `V8's own: ${heap.name(node)}`;
  const script = paths.parents[node]!;
  // The sources of Node.js itself are such: what V8 has been lent.
  if (script !== 0 && heap.types[script] === NodeType.synthetic)
    return `${heap.label(node)} ${heap.name(script)}`;
  if (script === node || heap.edgeName(paths.edges[node]!) !== "source") return heap.label(node);
  const name = heap.internal(script, "name");
  const called = heap.name(name < 0 ? script : name).replace(/^system \/ Script \/ /u, "");
  return `source of ${shortScript(called)}`;
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
