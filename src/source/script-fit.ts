import { fitsStripped, isTypeScript } from "./locate.ts";
import type { SourceText } from "./source-text.ts";

/** What is known of the text of a script that ran. */
export interface RanText {
  /** How it begins; its size, as `<512 bytes>`, where texts were taken out. */
  readonly start: string;
  /** Bytes of the whole in V8's heap, header included. */
  readonly bytes: number;
}

/** What V8 has before the characters of a string, and after them to make it a multiple of a word: so many bytes. */
const LEAST_REST = 12;
const MOST_REST = 23;
/** A text that Node.js holds for V8, as it does those of a megabyte and more, has no characters in the heap. */
const MOST_EXTERNAL = 64;

/**
 * Whether a file has the text that ran, as far as its beginning and its size tell. Of TypeScript blanks fit any types, and a text
 * that was made from it by another tool fits when the file is no younger than what is known: `youngest`, by its `modifiedAt`.
 */
export function fitsScript(
  file: SourceText,
  ran: RanText,
  { script, modifiedAt, youngest }: { script: string; modifiedAt: Date; youngest: Date },
): boolean {
  const start = ran.start.replace(/^\uFEFF/u, "");
  const stripped = isTypeScript(script);
  const begins =
    /^<\d+ bytes>$/u.test(start) ||
    (stripped ? fitsStripped(file.text, 0, start) : file.text.startsWith(start));
  // Node.js says in a last line where a text comes from that it took the types out of.
  const tail = stripped ? `\n\n//# sourceURL=${script}`.length : 0;
  if (begins && fitsSize(file, ran.bytes, tail)) return true;
  return stripped && modifiedAt <= youngest;
}

function fitsSize({ text, marked }: SourceText, bytes: number, tail: number): boolean {
  if (bytes <= MOST_EXTERNAL && text.length > MOST_EXTERNAL) return true;
  // The byte order mark may or may not have been taken off.
  const lengths = [text.length, text.length + tail, text.length + (marked ? 1 : 0)];
  return lengths.some((length) =>
    [1, 2].some((width) => bytes >= length * width + LEAST_REST && bytes <= length * width + MOST_REST),
  );
}
