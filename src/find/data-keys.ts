import type { Sources } from "#source";
import type { CollectionFacts, Frame } from "#walk";

/** The files next to the insert are asked: the one that adds, and the one that calls it. */
const filesAsked = 2;

/**
 * A path without the keys that are data: `jobs.listenerTree.job.done`, where neither the code that adds nor its caller
 * has a `job` or a `done`, is `jobs.listenerTree[…][…]`. Names in strings are no code.
 */
export async function withoutData(
  facts: CollectionFacts,
  frames: readonly Frame[],
  sources: Sources,
): Promise<CollectionFacts> {
  const files = [...new Set(frames.map(({ file }) => file))].slice(0, filesAsked);
  const steps = [...facts.steps];
  for (let at = steps.length - 1; at > 0 && files.length > 0; at--) {
    const { kind, name } = steps[at]!;
    if (kind === "element") continue;
    if (
      kind !== "property" ||
      isNodesField(name, steps[at - 1]?.className) ||
      (await isNamed(name, files, sources))
    )
      break;
    steps[at] = { kind: "element", name: "", className: "" };
  }
  return { ...facts, steps };
}

/** Fields of streams: `_writableState.buffered` is written in Node alone. */
function isNodesField(name: string, owner: string | undefined): boolean {
  return owner === "WritableState" || owner === "ReadableState" || /^_(?:writable|readable)State$/.test(name);
}

async function isNamed(name: string, files: readonly string[], sources: Sources): Promise<boolean> {
  for (const file of files) if (await sources.names(file, name)) return true;
  return false;
}
