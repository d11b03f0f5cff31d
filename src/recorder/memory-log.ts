import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "./atomic-file.ts";
import { writeLine, type MemoryRecord } from "./memory-lines.ts";
import { thinMemory } from "./thin-memory.ts";

/** The file of a life's memory series. */
export const MEMORY_FILE = "memory.log";
const linesBetweenThinnings = 600;
/** More would be no thinning by age any more: what a heap that hovers near its limit for hours writes. */
const mostRecords = 4000;

/**
 * The memory series of a life. Each record is appended at once, one line in one write: after a kill everything but
 * perhaps the last is there. From time to time the file is written anew with its older part thinned.
 */
export class MemoryLog {
  readonly #folder: string;
  #records: MemoryRecord[] = [];
  #appended = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get last(): MemoryRecord | undefined {
    return this.#records.at(-1);
  }

  get records(): readonly MemoryRecord[] {
    return this.#records;
  }

  /** Keeps a record, on disk too. Throws what the file system says; the record is then kept in memory and written later. */
  add(record: MemoryRecord): void {
    this.#records.push(record);
    if (this.#appended >= linesBetweenThinnings || this.#records.length > mostRecords) {
      this.#rewrite(record.atMs);
      return;
    }
    this.#appended++;
    appendFileSync(join(this.#folder, MEMORY_FILE), writeLine(record), { mode: 0o600 });
  }

  #rewrite(nowMs: number): void {
    this.#records = withinBound(thinMemory(this.#records, nowMs));
    this.#appended = 0;
    writeAtomically(this.#folder, MEMORY_FILE, Buffer.from(this.#records.map(writeLine).join("")));
  }
}

/** Every second one of the older half goes, until there are few enough. */
function withinBound(records: MemoryRecord[]): MemoryRecord[] {
  let kept = records;
  while (kept.length > mostRecords / 2) {
    const half = kept.length >> 1;
    kept = kept.filter((_, index) => index >= half || index === 0 || index % 2 === 1);
  }
  return kept;
}
