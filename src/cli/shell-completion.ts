import type { Profile } from "#profile";
import { CHOICES, OPTIONS, REPORTS } from "./pprof-table.ts";

/** What can stand for the last word of a line. */
export interface Completions {
  /** The part of the line that they replace. */
  readonly replaced: string;
  readonly candidates: readonly string[];
}

/** Names that a completion offers at most: more would fill the screen. */
const MOST = 200;

/**
 * Completes the last word of a line: the first with a command or option, the others with names of functions that have
 * the word in them, as patterns that match that name. Linear in the names.
 */
export function completions(line: string, names: CompletionNames): Completions {
  const words = line.trimStart().split(/\s+/u);
  const last = words.at(-1)!;
  if (words.length === 1) return { replaced: last, candidates: startingWith(names.words, last) };
  if (words[0] === "help")
    return { replaced: last, candidates: words.length === 2 ? startingWith(names.words, last) : [] };
  if (!Object.hasOwn(REPORTS, words[0]!.replace(/\d+$/u, "")) || words[0] === "tags" || last === "")
    return { replaced: last, candidates: [] };
  const dash = last.startsWith("-") ? "-" : "";
  const part = last.slice(dash.length);
  const found = names.functions.filter((name) => name.includes(part)).slice(0, MOST);
  // What only has the word somewhere in it is offered when it is the only one: a list would not share a beginning.
  const usable = found.length === 1 ? found : found.filter((name) => name.startsWith(part));
  return { replaced: last, candidates: usable.map((name) => dash + asPattern(name)) };
}

/** What completions are made of: words of the shell, and functions of a profile. */
export interface CompletionNames {
  readonly words: readonly string[];
  readonly functions: readonly string[];
}

/** The names for a profile. */
export function completionNames({ functions, strings, sampleTypes }: Profile): CompletionNames {
  const distinct = new Set(functions.names);
  distinct.delete(0);
  return {
    words: [
      ...Object.keys(REPORTS),
      ...Object.keys(OPTIONS),
      ...Object.keys(CHOICES),
      ...Object.values(CHOICES).flatMap((choices) => Object.keys(choices)),
      ...sampleTypes.map(({ type }) => type),
      "exit",
      "help",
      "options",
      "quit",
    ].sort(),
    functions: Array.from(distinct, (name) => strings.at(name)),
  };
}

function startingWith(words: readonly string[], beginning: string): string[] {
  const wanted = beginning.toLowerCase();
  return words.filter((word) => word.toLowerCase().startsWith(wanted));
}

/** A name as a pattern that is one word and matches it. */
function asPattern(name: string): string {
  return name.replaceAll(/[()[\]{}*+?^$|\\]/gu, String.raw`\$&`).replaceAll(/\s/gu, ".");
}
