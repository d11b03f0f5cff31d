import { bytes, count, counted, cutMiddle, textForm } from "#face";
import {
  collectionAt,
  groupedByPath,
  nodesNamed,
  pathsOf,
  type FoundGroup,
  type Paths,
  type Step,
} from "#snapshot";
import { holderPath } from "#verdict";
import { countOption, snapshotArguments } from "./snapshot-arguments.ts";
import { printDocument } from "./snapshot-document.ts";
import { pathText } from "./snapshot-names.ts";
import { loadSnapshot } from "./snapshot-source.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot why FILE WHAT [options]

Why something is alive: the path from a variable or a root to it. WHAT is an
object's id (@4711), the name of a class, that of a variable or field, or a path
as the other commands write it (store.#sessions, rooms[…].members).

Options
  --count N       paths to show  (3)
  --json          print the paths as JSON; sizes are bytes
`;

const USUAL = 3;
const MOST_OBJECTS = 100_000;

/** `sawtooth snapshot why`: retaining paths. */
export async function snapshotWhy(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "why", usage, fewest: 2, most: 2 },
    { count: { type: "string" }, json: { type: "boolean" } },
  );
  if (asked === null) return 0;
  const [file, what] = asked.files as readonly [string, string];
  const most = countOption(asked.values, "count", USUAL);
  const where = pathsOf((await loadSnapshot(file)).graph);
  const groups = groupsCalled(where, what);
  if (groups.length === 0)
    throw new UsageError(
      /^@\d+$/u.test(what)
        ? `no object in ${file} has the id ${what}: give one that 'why' or 'dominators' prints of this file`
        : `nothing is called '${what}' in ${file}: give an id such as @4711, a class, or a variable`,
    );
  if (asked.values["json"] === true)
    printDocument({ ways: groups.length, paths: plain(where, groups.slice(0, most)) });
  else process.stdout.write(written(where, groups, most, what));
  return 0;
}

/** What is called so; of a path, what its last name means and is reached by all of it. */
function groupsCalled(where: Paths, what: string): FoundGroup[] {
  const groups = groupedByPath(where, nodesNamed(where, what), MOST_OBJECTS);
  if (groups.length > 0) return groups;
  const timers = /^timers of \d+ ms$/u.test(what);
  const last = timers ? "TimersList" : /[.\]](#?[\w$]+)$/u.exec(what)?.[1];
  if (last === undefined) return [];
  return groupedByPath(where, nodesNamed(where, last), MOST_OBJECTS).filter(
    ({ steps }) => pathText(steps) === what,
  );
}

function plain(where: Paths, groups: readonly FoundGroup[]): unknown {
  return groups.map(({ steps, node, objects, retained }) => ({
    path: pathText(steps),
    scope: holderPath(steps).scope,
    id: where.heap.snapshot.nodes.ids[node],
    objects,
    retained,
    steps: steps.map(({ kind, name, className, node: at }) => ({
      kind,
      name,
      className,
      id: where.heap.snapshot.nodes.ids[at],
      retained: where.heap.graph.retainedSizes[at],
    })),
  }));
}

function written(where: Paths, groups: readonly FoundGroup[], most: number, what: string): string {
  const found = groups.reduce((sum, { objects }) => sum + objects, 0);
  const { width } = textForm(process.stdout, process.env);
  const shown = groups.slice(0, most).map((group) => block(where, group, width));
  const left = groups.length - shown.length;
  const head = ` ${counted(found, "object")} called ${what}, held in ${counted(groups.length, "way")}\n`;
  const rest = left > 0 ? `\n and ${counted(left, "more way")}: --count ${groups.length} shows all\n` : "";
  return `${[head, ...shown].join("\n")}${rest}`;
}

function block(where: Paths, { steps, node, objects, retained }: FoundGroup, width: number): string {
  const id = where.heap.snapshot.nodes.ids[node];
  const size =
    objects === 1
      ? `@${id} retains ${bytes(retained)}`
      : `${count(objects)} objects, the largest @${id}, ${bytes(retained)} in all`;
  const lines = steps.map((_, index) => stepLine(where, steps, index, width));
  return ` ${cutMiddle(pathText(steps) || where.heap.label(node) || "(everything)", width - 2)}\n   ${size}\n${lines.join("")}`;
}

/** One step: how it is written, what it arrives at, and what that retains. */
function stepLine(where: Paths, steps: readonly Step[], index: number, width: number): string {
  const step = steps[index]!;
  const { heap } = where;
  const lead = `   ${"  ".repeat(Math.min(index, 8))}`;
  const what = arrivesAt(where, step);
  const retained = bytes(heap.graph.retainedSizes[step.node]!);
  const text = `${stepText(step)}  ${what}`;
  return `${lead}${cutMiddle(text, Math.max(24, width - lead.length - 14))}  ${retained}\n`;
}

const scopeWords: Readonly<Record<string, string>> = {
  module: "module variable ",
  closure: "closure variable ",
  global: "globalThis.",
  timers: "timers of ",
  root: "held by ",
};

function stepText({ kind, name }: Step): string {
  const words = scopeWords[kind];
  if (words !== undefined) return `${words}${name}${kind === "timers" ? " ms" : ""}`;
  if (kind === "element") return "[…]";
  if (kind === "result") return "(its value)";
  if (kind === "bound") return "(bound)";
  if (kind === "prototype") return "(its prototype)";
  if (kind === "listeners") return `listeners of ${name}`;
  return kind === "property" || kind === "private" ? `.${name}` : name;
}

function arrivesAt({ heap }: Paths, { node, className }: Step): string {
  const collection = collectionAt(heap, node);
  const id = `@${heap.snapshot.nodes.ids[node]}`;
  if (collection !== null && collection.shape !== "object") {
    const entries = collection.entries === null ? "" : ` of ${count(collection.entries)}`;
    return `${className || collection.shape}${entries} ${id}`;
  }
  return `${className || typeName(heap.types[node]!)} ${id}`;
}

function typeName(type: number): string {
  return (
    ["V8's own", "store", "string", "object", "code", "function", "RegExp", "number", "native"][type] ??
    "value"
  );
}
