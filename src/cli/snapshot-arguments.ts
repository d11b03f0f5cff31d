import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "./usage-error.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options and files of a command of `sawtooth snapshot`. */
export interface SnapshotArguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly files: readonly string[];
}

/**
 * Reads the arguments of a command; null when help was asked for and has been printed. Throws a UsageError for an
 * option that there is not, and for fewer than `fewest` or more than `most` files.
 */
export function snapshotArguments(
  args: readonly string[],
  command: { readonly name: string; readonly usage: string; readonly fewest: number; readonly most: number },
  options: Options,
): SnapshotArguments | null {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(command.usage);
    return null;
  }
  const more = `see 'sawtooth snapshot ${command.name} --help'`;
  const { values, positionals } = parsed(args, options, more);
  if (positionals.length < command.fewest || positionals.length > command.most) {
    const wanted = command.usage.split("\n")[0]!.replace("sawtooth snapshot ", "");
    throw new UsageError(`${positionals.length} given where 'snapshot ${wanted}' is wanted: ${more}`);
  }
  return { values: values as SnapshotArguments["values"], files: positionals };
}

function parsed(
  args: readonly string[],
  options: Options,
  more: string,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(/\.\s/u, 1)[0]}: ${more}`, { cause: error });
  }
}

/** A whole number from 1 on; `usual` when the option was not given. */
export function countOption(values: SnapshotArguments["values"], name: string, usual: number): number {
  const text = values[name];
  if (text === undefined) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--${name} ${text}: give a whole number from 1 on`);
  return value;
}
