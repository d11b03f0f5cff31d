import { Sources } from "#source";
import type { OriginalOf, OriginalPlace } from "./original-places.ts";

/** Places remembered, so that scrapes of the same functions read no map again. */
const MOST_PLACES = 20_000;

/** Follows the source maps on this machine's disk, each read when a profile first leads there. Never throws. */
export function sourcePlaces(cwd: string = process.cwd()): OriginalOf {
  const sources = new Sources({ cwd });
  const known = new Map<string, OriginalPlace | null>();
  return async (file, line, column) => {
    const key = `${file}:${line}:${column}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const place = await sources.place(file, line, column);
    const original = place.mapped ? { file: place.file, line: place.line, column: place.column } : null;
    if (known.size >= MOST_PLACES) known.clear();
    known.set(key, original);
    return original;
  };
}
