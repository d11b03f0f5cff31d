import { bytes, counted, cutEnd, cutMiddle, percent, textForm } from "#face";
import { accumulationPoints, pathsOf, type Accumulation, type Paths } from "#snapshot";
import { snapshotArguments } from "./snapshot-arguments.ts";
import { printDocument } from "./snapshot-document.ts";
import { nameOf } from "./snapshot-names.ts";
import { loadSnapshot } from "./snapshot-source.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot suspects FILE [options]

Where memory has piled up: objects that retain much while nothing below them does.
One snapshot cannot tell a leak from a large cache; 'snapshot diff' can.

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
  const { graph } = await loadSnapshot(asked.files[0]!);
  const where = pathsOf(graph);
  const points = accumulationPoints(where, share / 100);
  if (asked.values["json"] === true)
    printDocument({
      total: graph.retainedSizes[0]!,
      suspects: points.map((point) => plain(where, point)),
    });
  else process.stdout.write(written(where, points, share));
  return 0;
}

function plain(where: Paths, { node, retained, share, collection, mostly }: Accumulation): unknown {
  return {
    name: nameOf(where, node),
    id: where.heap.snapshot.nodes.ids[node],
    retained,
    share,
    shape: collection?.shape ?? null,
    entries: collection?.entries ?? null,
    mostly,
  };
}

function written(where: Paths, points: readonly Accumulation[], share: number): string {
  const { width } = textForm(process.stdout, process.env);
  const total = bytes(where.heap.graph.retainedSizes[0]!);
  if (points.length === 0)
    return ` nothing retains ${share} % of the ${total}: memory is spread; see 'sawtooth snapshot top --by class'\n`;
  const blocks = points.map((point) => block(where, point, width));
  return ` ${counted(points.length, "place")} where memory has piled up, of ${total} in all\n\n${blocks.join("\n")}`;
}

function block(
  where: Paths,
  { node, retained, share, collection, mostly }: Accumulation,
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
  return ` ${percent(share)}  ${cutMiddle(nameOf(where, node), width - 8)}\n${cutEnd(size, width)}\n`;
}

function article(noun: string): string {
  return /^[aeiou]/iu.test(noun) ? "an" : "a";
}
