import { bytes, counted, cutEnd, cutMiddle, percent, textForm } from "#face";
import { heldInSource } from "#find";
import { accumulationPoints, pathsOf, type Accumulation, type Paths } from "#snapshot";
import { snapshotArguments } from "./snapshot-arguments.ts";
import { printDocument } from "./snapshot-document.ts";
import { nameOf } from "./snapshot-names.ts";
import { loadSnapshot } from "./snapshot-source.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot suspects FILE [options]

Where memory has piled up: objects that retain much while nothing below them
does. One snapshot cannot tell a leak from a large cache; 'snapshot diff' can.

Options
  --share P       the least share of the heap, in percent  (5)
  --json          print them as JSON; sizes are bytes
`;

const USUAL_PERCENT = 5;

/** `sawtooth snapshot suspects`: accumulation points. */
export async function snapshotSuspects(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "suspects", usage, fewest: 1, most: 1 },
    { share: { type: "string" }, json: { type: "boolean" } },
  );
  if (asked === null) return 0;
  const share = Number(asked.values["share"] ?? USUAL_PERCENT);
  if (!(share > 0 && share <= 100))
    throw new UsageError(`--share ${asked.values["share"]}: give a percentage above 0`);
  const { graph, writtenAt } = await loadSnapshot(asked.files[0]!);
  const where = pathsOf(graph);
  const points = await inSource(where, accumulationPoints(where, share / 100), writtenAt);
  if (asked.values["json"] === true)
    printDocument({
      total: graph.retainedSizes[0]!,
      suspects: points.map((point) => plain(where, point)),
    });
  else process.stdout.write(written(where, points, share));
  return 0;
}

/** So many are looked up in the source. */
const MOST_LOCATED = 8;

/** A line of the source. */
interface Line {
  readonly file: string;
  readonly line: number;
  readonly excerpt: string | null;
}

/** A suspect with the lines that declare it and that add to it, read from the source; null where they are not known. */
interface Suspect extends Accumulation {
  readonly declared: Line | null;
  readonly adds: Line | null;
}

async function inSource(
  where: Paths,
  points: readonly Accumulation[],
  takenAt: Date | null,
): Promise<Suspect[]> {
  const nodes = points.slice(0, MOST_LOCATED).map(({ node }) => node);
  const found = await heldInSource(where, nodes, { takenAt: takenAt ?? new Date(), cwd: process.cwd() });
  return points.map((point, index) => {
    const { holder, site } = found[index] ?? { holder: null, site: null };
    const { file = null, line = null, excerpt = null } = holder ?? {};
    return {
      ...point,
      declared: file === null || line === null ? null : { file, line, excerpt },
      adds: site && { file: site.file, line: site.line, excerpt: site.excerpt },
    };
  });
}

function plain(
  where: Paths,
  { node, retained, share, collection, mostly, declared, adds }: Suspect,
): unknown {
  return {
    name: nameOf(where, node),
    id: where.heap.snapshot.nodes.ids[node],
    retained,
    share,
    shape: collection?.shape ?? null,
    entries: collection?.entries ?? null,
    mostly,
    declared,
    adds,
  };
}

function written(where: Paths, points: readonly Suspect[], share: number): string {
  const { width } = textForm(process.stdout, process.env);
  const total = bytes(where.heap.graph.retainedSizes[0]!);
  if (points.length === 0)
    return ` nothing retains ${share} % of the ${total}: memory is spread; see 'sawtooth snapshot top --by class'\n`;
  const blocks = points.map((point) => block(where, point, width));
  return ` ${counted(points.length, "place")} where memory has piled up, of ${total} in all\n\n${blocks.join("\n")}`;
}

function block(
  where: Paths,
  { node, retained, share, collection, mostly, declared, adds }: Suspect,
  width: number,
): string {
  const id = where.heap.snapshot.nodes.ids[node];
  const entries =
    collection === null || collection.entries === null
      ? ""
      : ` of ${counted(collection.entries, "entry", "entries")}`;
  const shape = collection === null || collection.shape === "object" ? "object" : collection.shape;
  const made =
    mostly === null
      ? ""
      : `; mostly ${counted(mostly.count, mostly.name, mostly.name)}, ${bytes(mostly.retained)}`;
  const size = `      ${bytes(retained)} in ${article(shape)} ${shape}${entries} @${id}${made}`;
  return ` ${percent(share)}  ${cutMiddle(nameOf(where, node), width - 8)}\n${cutEnd(size, width)}\n${sourceLine("declared", declared, width)}${sourceLine("added to", adds, width)}`;
}

function sourceLine(what: string, at: Line | null, width: number): string {
  if (at === null) return "";
  return `${cutEnd(`      ${what} at ${at.file}:${at.line}  ${at.excerpt ?? ""}`.trimEnd(), width)}\n`;
}

function article(noun: string): string {
  return /^[aeiou]/iu.test(noun) ? "an" : "a";
}
