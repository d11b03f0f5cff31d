import { PatternError } from "./pattern-error.ts";

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ["a", 0x07],
  ["f", 0x0c],
  ["n", 0x0a],
  ["r", 0x0d],
  ["t", 0x09],
  ["v", 0x0b],
]);

/** Reads an escape that stands for one character, from its backslash; octal, `\x7F`, `\x{10FFFF}`, `\n`, `\.`. */
export function parseEscape(source: string, at: number): { point: number; end: number } {
  const char = source.codePointAt(at + 1);
  if (char === undefined) throw new PatternError("trailing backslash at end of expression", "");
  const text = String.fromCodePoint(char);
  const control = CONTROLS.get(text);
  if (control !== undefined) return { point: control, end: at + 2 };
  const rest = source.slice(at + 1);
  // A digit alone would be a back reference, which RE2 does not have.
  const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
  if (octal !== null) return { point: Number.parseInt(octal[0], 8), end: at + 1 + octal[0].length };
  const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/.exec(rest);
  if (hex !== null) {
    const point = Number.parseInt(hex[1] ?? hex[2]!, 16);
    if (point <= 0x10ffff) return { point, end: at + 1 + hex[0].length };
  }
  if (char < 0x80 && !/[0-9A-Za-z]/.test(text)) return { point: char, end: at + 2 };
  throw new PatternError("invalid escape sequence", source.slice(at, at + 1 + faultLength(rest, text)));
}

/** How many characters after the backslash RE2 reads before it gives an escape up. */
function faultLength(rest: string, text: string): number {
  if (!rest.startsWith("x")) return text.length;
  const digits = /^x\{([0-9A-Fa-f]*)/.exec(rest);
  if (digits === null) return /^x[^]{0,2}/u.exec(rest)![0].length;
  for (let length = 1; length <= digits[1]!.length; length++) {
    if (Number.parseInt(digits[1]!.slice(0, length), 16) > 0x10ffff) return 2 + length;
  }
  return /^x\{[0-9A-Fa-f]*[^]?/u.exec(rest)![0].length;
}
