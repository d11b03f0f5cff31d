import { bytes, count, percent, textForm } from "#face";
import {
  bytesByScript,
  bytesByVariable,
  pathsOf,
  retainedByClass,
  type Paths,
  type Retention,
} from "#snapshot";
import { countOption, snapshotArguments } from "./snapshot-arguments.ts";
import { printDocument } from "./snapshot-document.ts";
import { hasPath, nameOf } from "./snapshot-names.ts";
import { packageOfScript } from "./snapshot-packages.ts";
import { loadSnapshot } from "./snapshot-source.ts";
import { snapshotTable } from "./snapshot-table.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot top FILE [options]

Who retains most. By holder, every byte is counted once, for the variable that
it is reached through best; by class, for each class that it would go with.

Options
  --by WHAT       holder, class, module or package  (holder)
  --count N       rows to show  (20)
  --json          print the rows as JSON; sizes are bytes
`;

const USUAL = 20;

interface TopRow {
  readonly name: string;
  readonly objects: number;
  readonly bytes: number;
  readonly retained: number;
}

/** `sawtooth snapshot top`: what is large, by who holds it. */
export async function snapshotTop(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "top", usage, fewest: 1, most: 1 },
    { by: { type: "string" }, count: { type: "string" }, json: { type: "boolean" } },
  );
  if (asked === null) return 0;
  const by = String(asked.values["by"] ?? "holder");
  const rowsBy = kinds[by];
  if (rowsBy === undefined) throw new UsageError(`--by ${by}: there are ${Object.keys(kinds).join(", ")}`);
  const most = countOption(asked.values, "count", USUAL);
  const { graph } = await loadSnapshot(asked.files[0]!);
  const rows = rowsBy(pathsOf(graph), most);
  const total = graph.retainedSizes[0]!;
  if (asked.values["json"] === true) printDocument({ by, total, rows });
  else process.stdout.write(written(rows, by, total));
  return 0;
}

const kinds: Readonly<Record<string, (where: Paths, most: number) => readonly TopRow[]>> = {
  holder: (where, most) => byHolder(where).slice(0, most),
  class: (where, most) =>
    retainedByClass(where)
      .slice(0, most)
      .map((row) => figures(row, row.name)),
  module: (where, most) =>
    bytesByScript(where)
      .slice(0, most)
      .map((row) => figures(row, row.name || "(no module: V8 and Node.js)")),
  package: (where, most) => byPackage(bytesByScript(where)).slice(0, most),
};

function figures({ objects, bytes: own, retained }: Retention, name: string): TopRow {
  return { name, objects, bytes: own, retained };
}

/** What no variable or handle leads to is V8's and Node.js's own, in one row. */
function byHolder(where: Paths): TopRow[] {
  const rows: TopRow[] = [];
  const own = { name: "(V8 and Node.js)", objects: 0, bytes: 0, retained: 0 };
  for (const row of bytesByVariable(where)) {
    if (hasPath(where, row.node)) {
      rows.push(figures(row, nameOf(where, row.node)));
      continue;
    }
    own.objects += row.objects;
    own.bytes += row.bytes;
    own.retained += row.retained;
  }
  return [...rows, own].filter(({ objects }) => objects > 0).toSorted((a, b) => b.bytes - a.bytes);
}

function byPackage(scripts: readonly Retention[]): TopRow[] {
  const packages = new Map<string, { name: string; objects: number; bytes: number; retained: number }>();
  for (const { name: script, objects, bytes: own, retained } of scripts) {
    const name = packageOfScript(script);
    const group = packages.get(name) ?? { name, objects: 0, bytes: 0, retained: 0 };
    group.objects += objects;
    group.bytes += own;
    group.retained += retained;
    packages.set(name, group);
  }
  return [...packages.values()].toSorted((a, b) => b.bytes - a.bytes);
}

function written(rows: readonly TopRow[], by: string, total: number): string {
  const { width } = textForm(process.stdout, process.env);
  const isClass = by === "class";
  const size = (row: TopRow): number => (isClass ? row.retained : row.bytes);
  const cells = rows.map((row) => [
    bytes(size(row)),
    percent(size(row) / total),
    ...(isClass ? [bytes(row.bytes)] : []),
    count(row.objects),
    row.name,
  ]);
  const head = [isClass ? "retained" : "bytes", "share", ...(isClass ? ["own"] : []), "objects", by];
  return ` ${bytes(total)} in all\n\n${snapshotTable(head, cells, width)}`;
}
