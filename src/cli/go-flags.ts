import { UsageError } from "./usage-error.ts";

/** Flags that could not be understood; in Go such an error comes with the help. */
export class FlagError extends UsageError {}

/** What a flag of a command with Go's syntax takes; `list` may be given several times. */
export type FlagKind = "bool" | "int" | "float" | "string" | "list";

/** The flags of a command: by name what each takes. */
export type FlagTable = Readonly<Record<string, FlagKind>>;

type FlagValue<Kind extends FlagKind> = Kind extends "bool"
  ? boolean
  : Kind extends "int" | "float"
    ? number
    : Kind extends "list"
      ? readonly string[]
      : string;

/** The flags that were given. */
export type FlagValues<Table extends FlagTable> = {
  -readonly [Name in keyof Table]?: FlagValue<Table[Name]>;
};

/** A command line taken apart. */
export interface ParsedFlags<Table extends FlagTable> {
  readonly values: FlagValues<Table>;
  /** What stands behind the flags. */
  readonly rest: readonly string[];
  /** `-h` or `-help` was given, and what follows was not read. */
  readonly help: boolean;
}

/**
 * Takes a command line apart as Go's package flag does: one dash or two, `-flag=value` or `-flag value`, bools without a
 * value, flags only before the first other argument or `--`. Throws FlagError with Go's words.
 */
export function parseFlags<const Table extends FlagTable>(
  args: readonly string[],
  table: Table,
): ParsedFlags<Table> {
  const values: Record<string, boolean | number | string | string[]> = {};
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === "--") return { values: values as FlagValues<Table>, rest: args.slice(at + 1), help: false };
    if (arg.length < 2 || !arg.startsWith("-")) {
      return { values: values as FlagValues<Table>, rest: args.slice(at), help: false };
    }
    const { name, given } = splitFlag(arg);
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) {
      if (name === "h" || name === "help")
        return { values: values as FlagValues<Table>, rest: [], help: true };
      throw new FlagError(`flag provided but not defined: -${name}`);
    }
    if (kind === "bool") {
      values[name] = given === null || parseBool(name, given);
      continue;
    }
    const text = given ?? args[++at];
    if (text === undefined) throw new FlagError(`flag needs an argument: -${name}`);
    if (kind === "list") values[name] = [...((values[name] as string[] | undefined) ?? []), text];
    else values[name] = kind === "string" ? text : parseNumber(name, text, kind);
  }
  return { values: values as FlagValues<Table>, rest: [], help: false };
}

function splitFlag(arg: string): { name: string; given: string | null } {
  const body = arg.slice(arg.startsWith("--") ? 2 : 1);
  if (body === "" || body.startsWith("-") || body.startsWith("="))
    throw new FlagError(`bad flag syntax: ${arg}`);
  const equals = body.indexOf("=");
  if (equals < 0) return { name: body, given: null };
  return { name: body.slice(0, equals), given: body.slice(equals + 1) };
}

const TRUE = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE = new Set(["0", "f", "F", "FALSE", "false", "False"]);

function parseBool(name: string, text: string): boolean {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw new FlagError(`invalid boolean value ${JSON.stringify(text)} for -${name}: parse error`);
}

const NUMBERS = {
  int: /^[+-]?(?:0x(?:_?[\da-f])+|0b(?:_?[01])+|0o?(?:_?[0-7])*|[1-9](?:_?\d)*)$/iu,
  float:
    /^[+-]?(?:(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?|inf(?:inity)?|nan)$/iu,
} as const;

function parseNumber(name: string, text: string, kind: "int" | "float"): number {
  const refusal = (reason: string): FlagError =>
    new FlagError(`invalid value ${JSON.stringify(text)} for flag -${name}: ${reason}`);
  if (!NUMBERS[kind].test(text)) throw refusal("parse error");
  const digits = text.replace(/^[+-]/u, "").replaceAll("_", "");
  if (/^inf/iu.test(digits)) return text.startsWith("-") ? -Infinity : Infinity;
  const octal = kind === "int" && /^0[0-7]+$/u.test(digits);
  const size = Number(octal ? `0o${digits}` : digits);
  // Go's numbers have 64 bits: -2^63 is the smallest whole one.
  if (kind === "int" ? size > 2 ** 63 || (size === 2 ** 63 && !text.startsWith("-")) : size === Infinity)
    throw refusal("value out of range");
  return text.startsWith("-") ? -size : size;
}
