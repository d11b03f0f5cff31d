import { bytes, count, printable, textForm } from "#face";
import { pathsOf, stringCensus, type CountedString, type Paths } from "#snapshot";
import { countOption, snapshotArguments } from "./snapshot-arguments.ts";
import { printDocument } from "./snapshot-document.ts";
import { nameOf } from "./snapshot-names.ts";
import { loadSnapshot } from "./snapshot-source.ts";
import { snapshotTable } from "./snapshot-table.ts";

const usage = `sawtooth snapshot strings FILE [options]

The strings that are there most often for no use, and the largest, with who
holds one of them. Their text may be secret and is shown only when asked for.

Options
  --values        show how each begins
  --count N       rows of each table  (10)
  --json          print the rows as JSON; sizes are bytes
`;

const USUAL = 10;
const LONGEST_SHOWN = 40;

/** `sawtooth snapshot strings`: duplicates and large ones. */
export async function snapshotStrings(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "strings", usage, fewest: 1, most: 1 },
    { values: { type: "boolean" }, count: { type: "string" }, json: { type: "boolean" } },
  );
  if (asked === null) return 0;
  const most = countOption(asked.values, "count", USUAL);
  const withValues = asked.values["values"] === true;
  const { graph } = await loadSnapshot(asked.files[0]!);
  const where = pathsOf(graph);
  const census = stringCensus(where);
  const duplicates = census
    .filter(({ copies }) => copies > 1)
    .toSorted((a, b) => b.wasted - a.wasted)
    .slice(0, most);
  const largest = census.toSorted((a, b) => b.bytes / b.copies - a.bytes / a.copies).slice(0, most);
  if (asked.values["json"] === true) {
    const rows = (list: readonly CountedString[]): unknown =>
      list.map((each) => plain(where, each, withValues));
    printDocument({ duplicates: rows(duplicates), largest: rows(largest) });
  } else process.stdout.write(written(where, census, duplicates, largest, withValues));
  return 0;
}

function plain(
  where: Paths,
  { node, copies, bytes: all, wasted }: CountedString,
  withValues: boolean,
): unknown {
  const value = withValues ? { value: where.heap.name(node) } : {};
  return {
    name: nameOf(where, node),
    id: where.heap.snapshot.nodes.ids[node],
    copies,
    bytes: all,
    wasted,
    ...value,
  };
}

function written(
  where: Paths,
  census: readonly CountedString[],
  duplicates: readonly CountedString[],
  largest: readonly CountedString[],
  withValues: boolean,
): string {
  const { width } = textForm(process.stdout, process.env);
  const total = census.reduce((sum, each) => sum + each.bytes, 0);
  const wasted = census.reduce((sum, each) => sum + each.wasted, 0);
  const copies = census.reduce((sum, each) => sum + each.copies, 0);
  const held = (each: CountedString): string[] => [
    nameOf(where, each.node),
    ...(withValues ? [JSON.stringify(printable(where.heap.name(each.node).slice(0, LONGEST_SHOWN)))] : []),
  ];
  return [
    ` ${count(copies)} strings, ${bytes(total)}; duplicates take ${bytes(wasted)} of it\n`,
    snapshotTable(
      ["wasted", "copies", "one is held by"],
      duplicates.map((each) => [bytes(each.wasted), count(each.copies), ...held(each)]),
      width,
    ),
    snapshotTable(
      ["size", "copies", "the largest, held by"],
      largest.map((each) => [bytes(each.bytes / each.copies), count(each.copies), ...held(each)]),
      width,
    ),
  ]
    .filter((part) => part !== "")
    .join("\n");
}
