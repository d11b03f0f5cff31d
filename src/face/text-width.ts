/** Blocks of characters that take two columns: East Asian wide and fullwidth forms, and emoji (UAX #11). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\u200B-\u200F\u2060\uFEFF]/u;
/** C0 and C1 controls, and the marks that reorder text (bidirectional controls). */
const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** Columns a terminal needs for a text without control characters. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (character < "\u0300") return 1;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** The beginning of a text, or all of it, in at most `width` columns; `…` stands for what was cut. */
export function cutEnd(text: string, width: number): string {
  return textWidth(text) <= width ? text : `${head(text, width - 1)}…`;
}

/**
 * A path in at most `width` columns. What is cut is the middle: the first folder says whose file it is and
 * the end says which, so whole folders from the middle go first.
 */
export function cutMiddle(path: string, width: number): string {
  if (textWidth(path) <= width) return path;
  const parts = path.split("/");
  const start = parts[0] === "" ? `/${parts[1] ?? ""}` : (parts[0] ?? "");
  for (let first = 2; first < parts.length; first++) {
    const shorter = `${start}/…/${parts.slice(first).join("/")}`;
    if (textWidth(shorter) <= width) return shorter;
  }
  const ending = tail(path, Math.ceil((width - 1) / 2));
  return `${head(path, width - 1 - textWidth(ending))}…${ending}`;
}

/**
 * A text safe to show: names and source lines come from the program looked at, and must not be able to move
 * the cursor, change colours or reorder a line. Each such character becomes a space, a tab two.
 */
export function printable(text: string): string {
  return text.replaceAll("\t", "  ").replaceAll(CONTROL, " ");
}

function head(text: string, width: number): string {
  let taken = "";
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

function tail(text: string, width: number): string {
  let taken = "";
  let used = 0;
  for (const character of Array.from(text).toReversed()) {
    used += characterWidth(character);
    if (used > width) break;
    taken = character + taken;
  }
  return taken;
}
