import type { Collections } from "./collections.ts";
import type { Internals } from "./internals.ts";
import { builtin, isReference, ownValue, types } from "./native.ts";
import type { Paths } from "./paths.ts";
import { moduleTable } from "./roots.ts";

const cost = 30;

/**
 * Modules that are loaded again and again: a file required anew after it was deleted from `require.cache` stays among the
 * `children` of the module that required it, and `import("./a.mjs?" + n)` makes a module for each n that is never let go.
 * Modules loaded once, however late, do not count.
 */
export function addModuleGraph(collections: Collections, paths: Paths, internals: Internals): void {
  const add = (name: string, count: () => number): void => {
    const node = paths.add(null, "builtin", name, cost, -1);
    collections.add("modules", node, process, name, count);
  };
  const required = ownValue(builtin("node:module"), "_cache");
  if (isReference(required) && !types.isProxy(required))
    add("module.children", () => requiredAgain(required));
  const imported = moduleTable(internals);
  if (imported !== null) add("loadCache", () => importedAgain(imported));
}

/** Children of modules beyond the first of each file. */
function requiredAgain(cache: object): number {
  let again = 0;
  for (const file of Object.keys(cache)) {
    const module = ownValue(cache, file);
    const children = isReference(module) ? ownValue(module, "children") : undefined;
    if (!Array.isArray(children) || types.isProxy(children)) continue;
    const files = new Set(
      children.map((child) => (isReference(child) ? ownValue(child, "filename") : child)),
    );
    again += children.length - files.size;
  }
  return again;
}

/** Imported modules beyond the first of each file, whatever follows its name. */
function importedAgain(table: Map<unknown, unknown>): number {
  const files = new Set<string>();
  let modules = 0;
  for (const url of Map.prototype.keys.call(table) as Iterable<unknown>) {
    if (typeof url !== "string") continue;
    modules++;
    files.add(url.replace(/[?#].*$/, ""));
  }
  return modules - files.size;
}
