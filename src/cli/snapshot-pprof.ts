import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { difference, encodeProfile } from "#profile";
import { snapshotArguments } from "./snapshot-arguments.ts";
import { profileOfSnapshot } from "./snapshot-profile.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot pprof FILE [BEFORE] [options]

Writes a snapshot as a profile: the stack of an object is its retaining path,
its value its bytes, so that 'sawtooth pprof' and 'go tool pprof' show who keeps
what alive. With BEFORE, the bytes that came since then less those that went.

Options
  -o FILE         where to write  (retention.pb.gz)
`;

/** `sawtooth snapshot pprof`: retention as a profile. */
export async function snapshotPprof(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "pprof", usage, fewest: 1, most: 2 },
    { output: { type: "string", short: "o" } },
  );
  if (asked === null) return 0;
  const [file, before] = asked.files;
  const profile = await profileOfSnapshot(file!);
  const written = before === undefined ? profile : difference(await profileOfSnapshot(before), profile);
  const output = String(asked.values["output"] ?? "retention.pb.gz");
  try {
    await writeFile(output, await promisify(gzip)(encodeProfile(written)));
  } catch (error) {
    throw new UsageError(`${output}: cannot be written: ${(error as Error).message}`, { cause: error });
  }
  process.stdout.write(
    `${output}: ${written.samples.count} paths; see it with 'sawtooth pprof -top ${output}'\n`,
  );
  return 0;
}
