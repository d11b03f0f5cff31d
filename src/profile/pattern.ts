import { PatternAutomaton } from "./pattern-automaton.ts";
import { parsePattern } from "./pattern-parser.ts";
import { compileProgram } from "./pattern-program.ts";

/** A regular expression that can be asked whether it matches anywhere in a text. */
export interface Pattern {
  /** As it was written. */
  readonly source: string;
  /** Linear in the text, so that no pattern and no text can hang the program. */
  matches(text: string): boolean;
}

/**
 * Compiles a regular expression of RE2's syntax: what pprof's options accept and refuse, with flags, `\A \z \Q…\E`, named
 * groups, POSIX and Unicode classes, without look-around and back references. Throws PatternError.
 */
export function compilePattern(source: string): Pattern {
  const automaton = new PatternAutomaton(compileProgram(parsePattern(source), source), source);
  return { source, matches: (text) => automaton.matches(text) };
}
