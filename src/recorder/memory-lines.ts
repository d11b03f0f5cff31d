import { crc32 } from "node:zlib";
import type { MemoryReading } from "./inputs.ts";

/** Memory at one time, as it is kept; bytes. */
export interface MemoryRecord extends Omit<MemoryReading, "heapUsed" | "external" | "arrayBuffers"> {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** The heap and what belongs to it; null while the main thread did not answer. */
  readonly heapUsed: number | null;
  readonly external: number | null;
  readonly arrayBuffers: number | null;
  /** What the container's limit counts; null without one. */
  readonly containerUsed: number | null;
}

/** A record as one line with its own CRC-32, so that a line cut off by a kill, or two that ran together, are told. */
export function writeLine(record: MemoryRecord): string {
  const { atMs, heapUsed, external, arrayBuffers, rss, heapAfterGc, containerUsed } = record;
  const fields = [atMs, heapUsed, external, arrayBuffers, rss, heapAfterGc, containerUsed].map((value) =>
    value === null ? "-" : String(Math.round(value)),
  );
  const text = fields.join(" ");
  return `${crc32(text).toString(16).padStart(8, "0")} ${text}\n`;
}

const LINE = /^([0-9a-f]{8}) ((\d+) ((?:\d+|-) (?:\d+|-) (?:\d+|-)) (\d+) (\d+|-) (\d+|-))$/;

/** The records of every whole line, in order of time; all else is passed over. */
export function readLines(text: string): MemoryRecord[] {
  const records: MemoryRecord[] = [];
  for (const line of text.split("\n")) {
    const [, sum = "", body = "", atMs, heap = "", rss, after, container] = LINE.exec(line) ?? [];
    if (body === "" || crc32(body) !== Number.parseInt(sum, 16)) continue;
    const [heapUsed, external, arrayBuffers] = heap.split(" ").map(numberOrNull);
    records.push({
      atMs: Number(atMs),
      heapUsed: heapUsed ?? null,
      external: external ?? null,
      arrayBuffers: arrayBuffers ?? null,
      rss: Number(rss),
      heapAfterGc: numberOrNull(after),
      containerUsed: numberOrNull(container),
    });
  }
  return records.toSorted((a, b) => a.atMs - b.atMs);
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === "-" ? null : Number(text);
}
