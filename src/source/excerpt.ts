import { extname } from "node:path";
import type { SourceText } from "./source-text.ts";

const DEFAULT_WIDTH = 160;

/** Extensions of program text. What is not program text may be data, and is never shown. */
const PROGRAM = new Set(
  "js mjs cjs jsx ts mts cts tsx vue svelte astro coffee civet go"
    .split(" ")
    .map((extension) => `.${extension}`)
    .concat(""),
);

/** How to cut a line that is too long to show. */
export interface ExcerptOptions {
  /** 1-based column of the line that must stay visible; without it the beginning stays. */
  readonly column?: number | undefined;
  /** Most characters to return, 160 unless given; at least 8. */
  readonly width?: number | undefined;
}

/** Whether a file may be quoted: program text by its extension (or a script without one), never JSON, `.env` and the like. */
export function isQuotable(file: string): boolean {
  return PROGRAM.has(extname(file).toLowerCase()) && !/(?:^|[\\/])\.[^\\/]*$/.test(file);
}

/**
 * One line of source, trimmed, on one line whatever it holds: control and formatting characters become spaces, so that a file cannot
 * steer a terminal. Too long a line is cut around the column with `…` on the cut sides. null when there is no such line
 * or it is blank.
 */
export function excerptOf(source: SourceText, line: number, options: ExcerptOptions = {}): string | null {
  const full = source.line(line);
  if (full === null) return null;
  const indent = full.length - full.trimStart().length;
  const text = full.trim().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
  if (text === "") return null;
  const column = Math.max(0, (options.column ?? 1) - 1 - indent);
  return shortened(text, column, Math.max(8, options.width ?? DEFAULT_WIDTH));
}

function shortened(text: string, column: number, width: number): string {
  if (text.length <= width) return text;
  // A third of the width before the column shows what is called, the rest what it is called with.
  const wanted = column < width * 0.8 ? 0 : column - Math.floor(width / 3);
  const from = Math.min(wanted, text.length - width + 1);
  const head = from > 0 ? "…" : "";
  const room = width - head.length;
  const rest = text.slice(from);
  const cut = rest.length <= room ? rest : `${rest.slice(0, room - 1)}…`;
  // A character outside the basic plane may have been cut in half.
  return (head + cut).replaceAll(/\p{Surrogate}/gu, "");
}
