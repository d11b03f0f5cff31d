import type { Graph } from "./graph.ts";
import { NodeType } from "./model.ts";

/** Which objects of two snapshots of one process are the same. */
export interface Survivors {
  /** For each node of the later snapshot its node in the earlier one plus 1; 0 when it is new. */
  readonly earlier: Uint32Array;
  /** For each node of the earlier snapshot its node in the later one plus 1; 0 when it is gone. */
  readonly later: Uint32Array;
}

/**
 * Pairs nodes by V8's ids, which stay with an object when it moves. An id may be given again to another object at the
 * same address, so the type and, of objects, the name of the class must agree too; of strings the size. The values of
 * numbers get a new id each time and are never paired. O(nodes); 8 bytes a node.
 */
export function survivorsOf(before: Graph, after: Graph): Survivors {
  const a = before.snapshot.nodes;
  const b = after.snapshot.nodes;
  const { ids, types, names, selfSizes } = b;
  const { types: typesBefore, names: namesBefore, selfSizes: sizesBefore } = a;
  const earlier = new Uint32Array(b.count);
  const later = new Uint32Array(a.count);
  const { odd, others } = byId(a.ids, a.count);
  const sameName = nameComparison(before, after);
  for (let node = 0; node < b.count; node++) {
    const id = ids[node]!;
    const found = odd !== null && (id & 1) === 1 ? (odd[id >>> 1] ?? 0) : (others.get(id) ?? 0);
    if (found === 0 || later[found - 1] !== 0) continue;
    const type = types[node]!;
    if (typesBefore[found - 1] !== type) continue;
    if (!isSame(type, sizesBefore[found - 1]!, selfSizes[node]!)) continue;
    if (named(type) && !sameName(namesBefore[found - 1]!, names[node]!)) continue;
    earlier[node] = found;
    later[found - 1] = node + 1;
  }
  // The roots are the same whatever their names.
  if (a.count > 0 && b.count > 0) {
    earlier[0] = 1;
    later[0] = 1;
  }
  return { earlier, later };
}

function isSame(type: number, before: number, after: number): boolean {
  // A number with a size is an object of the heap like any other; one without is made anew for each snapshot.
  if (type === NodeType.number) return before > 0 && before === after;
  return type !== NodeType.string || before === after;
}

function named(type: number): boolean {
  return type === NodeType.object || type === NodeType.closure || type === NodeType.synthetic;
}

/** Nodes plus 1 by their ids. */
interface ById {
  /** By half an odd id, as nearly all are; null when they are too far apart for a table. */
  readonly odd: Uint32Array | null;
  readonly others: ReadonlyMap<number, number>;
}

function byId(ids: Uint32Array, count: number): ById {
  let largest = 0;
  for (let node = 0; node < count; node++) {
    const id = ids[node]!;
    if ((id & 1) === 1 && id > largest) largest = id;
  }
  const odd = largest < MOST_DENSE * count + 1e6 ? new Uint32Array((largest >>> 1) + 1) : null;
  const others = new Map<number, number>();
  for (let node = 0; node < count; node++) {
    const id = ids[node]!;
    if ((id & 1) === 1 && odd !== null) odd[id >>> 1] = node + 1;
    else others.set(id, node + 1);
  }
  return { odd, others };
}

/** How many ids there may be for each node before a table of all ids is too large. */
const MOST_DENSE = 64;

/** Whether two strings are the same text; V8 puts numbers into some of its names, which do not count. */
function nameComparison(before: Graph, after: Graph): (a: number, b: number) => boolean {
  const then = before.snapshot.strings;
  const now = after.snapshot.strings;
  /** By name in the later snapshot the one in the earlier that is known to be the same, plus 1. */
  const same = new Uint32Array(now.count);
  const strip = (name: string): string => name.replace(/@\d+/gu, "");
  return (a, b) => {
    if (same[b] === a + 1) return true;
    const [text, earlier] = [now.get(b), then.get(a)];
    const agrees =
      text === earlier ||
      (text.startsWith("system /") && text.includes("@") && strip(text) === strip(earlier));
    if (agrees) same[b] = a + 1;
    return agrees;
  };
}
