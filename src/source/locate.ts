import type { SourceText } from "./source-text.ts";
import type { TextLibrary } from "./text-library.ts";
import { scriptPath } from "./script-url.ts";

/** A function as V8 describes it: its `Function.prototype.toString` text and its 0-based location in its script. */
export interface FunctionText {
  readonly text: string;
  /** 0-based, as in `[[FunctionLocation]]`. */
  readonly line: number;
  /** 0-based, as in `[[FunctionLocation]]`. */
  readonly column: number;
}

/** Files read at a time: enough to hide the disk's latency, few enough to stop early. */
const BATCH = 16;

/**
 * Which of the files a function comes from: the first whose text at the function's location is the function's text.
 * Candidates are paths or `file:` URLs, likeliest first; each is read at most once, none after the batch that holds
 * the answer. In TypeScript files blanks of the function match anything, for type stripping puts them where types
 * were. null when no file fits (transformed code fits no file: see `locateTransformed`).
 */
export async function locateFunction(
  wanted: FunctionText,
  candidates: readonly string[],
  texts: TextLibrary,
): Promise<string | null> {
  const starts = startsOf(wanted.text);
  for (let from = 0; from < candidates.length; from += BATCH) {
    const batch = candidates.slice(from, from + BATCH);
    // oxlint-disable-next-line no-await-in-loop -- later files are read only when earlier ones do not fit
    const read = await Promise.all(batch.map((candidate) => readScript(candidate, texts)));
    const found = batch.find((candidate, index) => {
      const text = read[index];
      return text && holdsFunction(text, wanted, starts, isTypeScript(candidate));
    });
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether a script was written in TypeScript, by its name. */
export function isTypeScript(script: string): boolean {
  return /\.[cm]?tsx?$/.test(scriptPath(script) ?? "");
}

async function readScript(script: string, texts: TextLibrary): Promise<SourceText | null> {
  const path = scriptPath(script);
  return path === null ? null : await texts.read(path);
}

/**
 * How far into its text V8 may say a function begins: at the parenthesis of its parameters; an arrow function and a
 * class without a constructor at 0; a class with one at the parenthesis of the constructor. Learnt on Node 20 to 26.
 */
function startsOf(text: string): readonly number[] {
  const most = text.startsWith("class") ? Number.POSITIVE_INFINITY : 32;
  const starts = [0];
  for (let at = text.indexOf("("); at >= 0 && starts.length <= most; at = text.indexOf("(", at + 1)) {
    if (at > 0) starts.push(at);
  }
  return starts;
}

function holdsFunction(
  file: SourceText,
  wanted: FunctionText,
  starts: readonly number[],
  stripped: boolean,
): boolean {
  // V8 counts the byte order mark of a CommonJS file as a column of its first line, and that of a module not.
  const shifts = file.marked && wanted.line === 0 ? [0, 1] : [0];
  return shifts.some((shift) => {
    const at = file.offset(wanted.line + 1, wanted.column + 1 - shift);
    if (at === null) return false;
    return starts.some((start) => {
      const from = at - start;
      if (from < 0 || from + wanted.text.length > file.text.length) return false;
      return stripped ? fitsStripped(file.text, from, wanted.text) : file.text.startsWith(wanted.text, from);
    });
  });
}

/** Whether a text stands in a file at an offset but for what type stripping leaves: blanks (some are no ASCII), and a `;` or parenthesis put for safety. */
export function fitsStripped(file: string, from: number, wanted: string): boolean {
  for (let i = 0; i < wanted.length; i++) {
    const code = wanted.charCodeAt(i);
    if (code === file.charCodeAt(from + i)) continue;
    if (code === 0x0a || code === 0x0d || !/[\s;()]/.test(wanted.charAt(i))) return false;
  }
  return true;
}
