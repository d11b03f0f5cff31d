import type { PathStep } from "#verdict";
import type { Frame } from "#walk";

/** The files next to the insert are asked: the one that adds, and the one that calls it. */
const filesAsked = 2;

/** The files that are asked for names, by the frames of an insert. */
export function filesOfInsert(frames: readonly Frame[]): string[] {
  return [...new Set(frames.map(({ file }) => file))].slice(0, filesAsked);
}

/**
 * The steps of a path without the keys that are data: `jobs.listenerTree.job.done`, where the code of the program has neither a
 * `job` nor a `done`, is `jobs.listenerTree[…][…]`. `isNamed` says whether code has a name; names in strings are no code.
 * `owner` is the class of what has the field.
 */
export async function withoutData<S extends PathStep>(
  path: readonly S[],
  isNamed: (name: string, owner: string) => Promise<boolean>,
): Promise<S[]> {
  const steps = [...path];
  for (let at = steps.length - 1; at > 0; at--) {
    const step = steps[at]!;
    const { kind, name } = step;
    if (kind === "element") continue;
    const owner = steps[at - 1]!.className;
    if (kind !== "property" || isNodesField(name, owner) || (await isNamed(name, owner))) break;
    steps[at] = { ...step, kind: "element", name: "", className: "" };
  }
  return steps;
}

/** Fields of streams: `_writableState.buffered` is written in Node alone. */
function isNodesField(name: string, owner: string): boolean {
  return owner === "WritableState" || owner === "ReadableState" || /^_(?:writable|readable)State$/.test(name);
}
