import { parseArgs } from "node:util";
import { bytes } from "#face";
import { indexPath, readSnapshot, writeIndex } from "#heapfile";
import { buildGraph } from "#snapshot";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot index FILE [options]

Writes FILE.sawidx: what every other command needs of a snapshot, a third of its
size and opened in a moment. Beside its snapshot it is used by itself; alone it
can be given instead of one.

Options
  -o, --output OUT   where to write it
  --redact           without the texts, numbers and keys that the program keeps,
                     so that it may leave production
`;

/** `sawtooth snapshot index`: writes the file and prints its name. */
export async function snapshotIndex(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const { values, positionals } = readOptions(args);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError("snapshot index takes one file; see 'sawtooth snapshot index --help'");
  if (file === "-" && values.output === undefined)
    throw new UsageError("snapshot index of standard input needs a name: -o OUT.sawidx");
  const path = values.output ?? indexPath(file);
  const graph = buildGraph(await readSnapshot(file));
  const size = writeIndex(path, graph, {
    redact: values.redact === true,
    ...(file === "-" ? {} : { source: file }),
  });
  process.stderr.write(
    `sawtooth: ${bytes(size)} for ${bytes(graph.snapshot.header.fileBytes)} of snapshot\n`,
  );
  process.stdout.write(`${path}\n`);
  return 0;
}

function readOptions(args: readonly string[]): {
  values: { output?: string | undefined; redact?: boolean | undefined };
  positionals: string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { output: { type: "string", short: "o" }, redact: { type: "boolean" } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}: see 'sawtooth snapshot index --help'`);
  }
}
