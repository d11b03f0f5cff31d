import type { CollectionFacts } from "#walk";

/** Classes that Node keeps to itself: what is held by one, or by a path through one, no program put there. */
const nodesClasses = new Set(
  (
    "FixedQueue FixedCircularBuffer FreeList PriorityQueue ImmediateList HTTPParser AsyncWrap HandleWrap LibuvStreamWrap TCP Pipe TTY " +
    "TCPConnectWrap WriteWrap ShutdownWrap GetAddrInfoReqWrap MessagePort ModuleJob ModuleWrap ModuleLoader LoadCache"
  ).split(" "),
);

/** Classes of Node's that programs hold: their fields are no collections, but what a program hangs on them is. */
const nodesInstances = new Set(
  "Socket TLSSocket Server TLSServer IncomingMessage ServerResponse ClientRequest ReadStream WriteStream ChildProcess Worker Agent".split(
    " ",
  ),
);

/** How the globals begin that Node's fetch and our own agent keep what is theirs under. */
const globalsOfOthers = ["[Symbol(undici.", "[Symbol(sawtooth."];

/** Kinds that hold what a program has open or waits for, even where they hang on something of Node's. */
const isShared = new Set<CollectionFacts["kind"]>(["listeners", "timers", "promise", "handles", "modules"]);

/**
 * Which of the collections are Node's own and our agent's: ring buffers, parsers, the pools of fetch, prototypes. `file` is
 * the program's file that one was found in, null where there is none. What cannot be told counts as the program's.
 */
export function runtimesOwn(
  all: readonly { readonly facts: CollectionFacts; readonly file: string | null }[],
  packageOf: (file: string) => string | null,
): ReadonlySet<CollectionFacts> {
  const ours = all.filter(({ file }) => file !== null && packageOf(file) === "sawtooth");
  const unplaced = all.flatMap(({ facts, file }) => (file === null ? [facts] : []));
  const nodes = unplaced.filter(isMarked);
  // A module that has one of them among its variables is Node's, and so are its other variables.
  const modules = new Set(nodes.flatMap(moduleOf));
  const beside = unplaced.filter((facts) => moduleOf(facts).some((module) => modules.has(module)));
  return new Set([...ours.map(({ facts }) => facts), ...nodes, ...beside]);
}

function isMarked({ steps, kind, className }: CollectionFacts): boolean {
  const [first] = steps;
  if (first === undefined) return false;
  if (first.kind === "global" && globalsOfOthers.some((start) => first.name.startsWith(start))) return true;
  if (isShared.has(kind)) return false;
  if (
    kind === "object" &&
    (nodesInstances.has(className) || (steps.length === 1 && first.kind === "builtin"))
  )
    return true;
  return steps.some((step) => step.kind === "prototype" || nodesClasses.has(step.className));
}

/** The module whose variable a path starts from, by a function of it. */
function moduleOf({ steps: [first], origins }: CollectionFacts): string[] {
  if (first?.kind !== "module") return [];
  return origins.flatMap(({ text, line, column }) => (text === null ? [] : [`${line}:${column} ${text}`]));
}
