import { bytes, count, flow, LABEL_WIDTH, labelled, text, textForm, written } from "#face";
import { collectionCensus, pathsOf, type CountedCollection, type Paths } from "#snapshot";
import { countOption, snapshotArguments } from "./snapshot-arguments.ts";
import { printDocument } from "./snapshot-document.ts";
import { nameOf } from "./snapshot-names.ts";
import { loadSnapshot } from "./snapshot-source.ts";
import { snapshotTable } from "./snapshot-table.ts";

const usage = `sawtooth snapshot collections FILE [options]

The collections with most entries, those that waste most room, and how many are
empty. Counts come from V8's own tables; '?' stands for arrays and Maps of
numbers, which leave no trace in a snapshot but their room.

Options
  --count N       rows of each table  (10)
  --json          print the rows as JSON; sizes are bytes
`;

const USUAL = 10;
const FEWEST_KEYS = 50;
const LEAST_WASTE = 1024;

/** `sawtooth snapshot collections`: large, empty and wasteful ones. */
export async function snapshotCollections(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "collections", usage, fewest: 1, most: 1 },
    { count: { type: "string" }, json: { type: "boolean" } },
  );
  if (asked === null) return 0;
  const most = countOption(asked.values, "count", USUAL);
  const { graph } = await loadSnapshot(asked.files[0]!);
  const where = pathsOf(graph);
  const census = collectionCensus(where, FEWEST_KEYS);
  const largest = census.toSorted((a, b) => size(b) - size(a)).slice(0, most);
  const wasteful = census
    .filter(({ wasted }) => wasted >= LEAST_WASTE)
    .toSorted((a, b) => b.wasted - a.wasted)
    .slice(0, most);
  const empty = emptyOnes(census);
  if (asked.values["json"] === true) {
    const rows = (list: readonly CountedCollection[]): unknown => list.map((each) => plain(where, each));
    printDocument({ collections: census.length, largest: rows(largest), wasteful: rows(wasteful), empty });
  } else process.stdout.write(report(where, census.length, largest, wasteful, empty));
  return 0;
}

function size({ entries, capacity }: CountedCollection): number {
  return entries ?? (capacity ?? 0) / 2;
}

interface EmptyOnes {
  readonly shape: string;
  readonly count: number;
  readonly bytes: number;
}

function emptyOnes(census: readonly CountedCollection[]): EmptyOnes[] {
  const shapes = new Map<string, { shape: string; count: number; bytes: number }>();
  for (const { shape, entries, capacity, retained } of census) {
    if (entries !== 0 || (capacity ?? 0) > 4) continue;
    const group = shapes.get(shape) ?? { shape, count: 0, bytes: 0 };
    group.count++;
    group.bytes += retained;
    shapes.set(shape, group);
  }
  return [...shapes.values()].toSorted((a, b) => b.bytes - a.bytes);
}

function plain(
  where: Paths,
  { node, shape, entries, capacity, retained, wasted }: CountedCollection,
): unknown {
  const id = where.heap.snapshot.nodes.ids[node];
  return { name: nameOf(where, node), id, shape, entries, capacity, retained, wasted };
}

function report(
  where: Paths,
  found: number,
  largest: readonly CountedCollection[],
  wasteful: readonly CountedCollection[],
  empty: readonly EmptyOnes[],
): string {
  const { width, colour } = textForm(process.stdout, process.env);
  const entriesOf = ({ entries }: CountedCollection): string => (entries === null ? "?" : count(entries));
  const roomOf = ({ capacity }: CountedCollection): string => (capacity === null ? "" : count(capacity));
  const most = snapshotTable(
    ["entries", "room", "retained", "kind", "largest"],
    largest.map((each) => [
      entriesOf(each),
      roomOf(each),
      bytes(each.retained),
      each.shape,
      nameOf(where, each.node),
    ]),
    width,
  );
  const waste = snapshotTable(
    ["wasted", "entries", "room", "kind", "most wasteful"],
    wasteful.map((each) => [
      bytes(each.wasted),
      entriesOf(each),
      roomOf(each),
      each.shape,
      nameOf(where, each.node),
    ]),
    width,
  );
  const none = empty.map((each) => `${count(each.count)} ${each.shape}s (${bytes(each.bytes)})`);
  const rows = [
    {
      label: "empty",
      lines: flow(
        none.map((each) => text(each)),
        width - LABEL_WIDTH,
      ),
    },
  ];
  const parts = [
    ` ${count(found)} collections\n`,
    most,
    waste,
    none.length === 0 ? "" : written(labelled(rows), colour),
  ];
  return parts.filter((part) => part !== "").join("\n");
}
