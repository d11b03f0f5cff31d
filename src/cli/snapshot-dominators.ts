import { bytes, cutEnd, cutMiddle, textForm } from "#face";
import { pathsOf, type Paths } from "#snapshot";
import { countOption, snapshotArguments } from "./snapshot-arguments.ts";
import { nameOf } from "./snapshot-names.ts";
import { loadSnapshot } from "./snapshot-source.ts";

const usage = `sawtooth snapshot dominators FILE [options]

The dominator tree from the largest down: each line would take with it all that
is indented under it.

Options
  --count N       children to show of each  (5)
  --depth N       levels to show  (6)
`;

const USUAL_CHILDREN = 5;
const USUAL_DEPTH = 6;
/** What is smaller than this share of the heap gets no line. */
const LEAST_SHARE = 0.005;
/** Columns that the class of an object may take, and its path has to have. */
const LONGEST_OWN = 32;
const FEWEST_OF_PATH = 12;

/** `sawtooth snapshot dominators`: the tree of who keeps what alive. */
export async function snapshotDominators(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "dominators", usage, fewest: 1, most: 1 },
    { count: { type: "string" }, depth: { type: "string" } },
  );
  if (asked === null) return 0;
  const children = countOption(asked.values, "count", USUAL_CHILDREN);
  const depth = countOption(asked.values, "depth", USUAL_DEPTH);
  const { graph } = await loadSnapshot(asked.files[0]!);
  process.stdout.write(written(pathsOf(graph), children, depth));
  return 0;
}

function written(where: Paths, most: number, depth: number): string {
  const { width } = textForm(process.stdout, process.env);
  const { dominators, retainedSizes } = where.heap.graph;
  const least = retainedSizes[0]! * LEAST_SHARE;
  const children = new Map<number, number[]>();
  for (let node = 1; node < dominators.length; node++) {
    if (retainedSizes[node]! < least) continue;
    const siblings = children.get(dominators[node]!);
    if (siblings === undefined) children.set(dominators[node]!, [node]);
    else siblings.push(node);
  }
  const lines: string[] = [];
  const visit = (node: number, level: number): void => {
    lines.push(line(where, node, level, width));
    if (level + 1 >= depth) return;
    const below = (children.get(node) ?? []).toSorted((a, b) => retainedSizes[b]! - retainedSizes[a]!);
    for (const child of below.slice(0, most)) visit(child, level + 1);
  };
  visit(0, 0);
  return lines.join("");
}

function line(where: Paths, node: number, level: number, width: number): string {
  const { heap } = where;
  const size = bytes(heap.graph.retainedSizes[node]!).padStart(9);
  const lead = ` ${size}  ${"  ".repeat(level)}`;
  const own = node === 0 ? "(everything)" : heap.label(node);
  const path = node === 0 ? "" : nameOf(where, node);
  const object = `${cutEnd(own, LONGEST_OWN)} @${heap.snapshot.nodes.ids[node]}`;
  const room = width - lead.length - object.length - 2;
  const held = path === "" || path === own || room < FEWEST_OF_PATH ? "" : `  ${cutMiddle(path, room)}`;
  return `${lead}${object}${held}\n`;
}
