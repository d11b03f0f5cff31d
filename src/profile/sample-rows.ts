import { GrowingColumn, GrowingInt64Column } from "./growing-column.ts";
import type { SampleIndex, Samples } from "./model.ts";

/**
 * Samples being collected. A sample is written at the tail of the columns, then either committed as a row of its own
 * or, when an equal one is there already, added to that one and the tail taken back. Samples are equal when their
 * locations and labels are; rows made by `commit` alone are never found equal, so a collection uses one of the two.
 * Cost per sample is linear in its length; nothing is allocated for one that is merged.
 */
export class SampleRows {
  readonly locations: GrowingColumn = new GrowingColumn();
  readonly values: GrowingInt64Column = new GrowingInt64Column();
  readonly labelKeys: GrowingColumn = new GrowingColumn();
  readonly labelTexts: GrowingColumn = new GrowingColumn();
  readonly labelNumbers: GrowingInt64Column = new GrowingInt64Column();
  readonly labelUnits: GrowingColumn = new GrowingColumn();
  readonly #width: number;
  readonly #locationStarts = new GrowingColumn();
  readonly #labelStarts = new GrowingColumn();
  /** Open addressing by hash: row plus one, 0 for an empty slot. Empty until the first merge. */
  #slots = new Uint32Array(1 << 10);
  readonly #hashes = new GrowingColumn();

  /** `width` is the number of values a sample has. */
  constructor(width: number) {
    this.#width = width;
    this.#locationStarts.push(0);
    this.#labelStarts.push(0);
  }

  get count(): number {
    return this.#locationStarts.count - 1;
  }

  /** Makes the tail a row. */
  commit(): SampleIndex {
    this.#locationStarts.push(this.locations.count);
    this.#labelStarts.push(this.labelKeys.count);
    return (this.count - 1) as SampleIndex;
  }

  /** Adds the tail to the equal row merged before, or makes it a row. */
  merge(): SampleIndex {
    this.#sortTailLabels();
    const hash = this.#tailHash();
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (this.#hashes.at(row) === hash && this.#tailEquals(row)) {
        this.#addTailTo(row);
        return row as SampleIndex;
      }
    }
    const row = this.commit();
    this.#hashes.push(hash);
    this.#slots[slot] = row + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return row;
  }

  finish(): Samples {
    return {
      count: this.count,
      locationStarts: this.#locationStarts.finish(),
      locations: this.locations.finish(),
      values: this.values.finish(),
      labelStarts: this.#labelStarts.finish(),
      labels: {
        keys: this.labelKeys.finish(),
        texts: this.labelTexts.finish(),
        numbers: this.labelNumbers.finish(),
        units: this.labelUnits.finish(),
      },
    };
  }

  /** Go keeps labels in maps by key: order between keys is no difference, order within a key is. */
  #sortTailLabels(): void {
    const keys = this.labelKeys;
    const first = this.#labelStarts.at(this.count);
    for (let i = first + 1; i < keys.count; i++) {
      for (let j = i; j > first && keys.at(j - 1) > keys.at(j); j--) this.#swapLabels(j - 1, j);
    }
  }

  #swapLabels(a: number, b: number): void {
    for (const column of [this.labelKeys, this.labelTexts, this.labelUnits]) {
      const value = column.at(a);
      column.set(a, column.at(b));
      column.set(b, value);
    }
    const { lo, hi } = this.labelNumbers.rows;
    [lo[a], lo[b], hi[a], hi[b]] = [lo[b]!, lo[a]!, hi[b]!, hi[a]!];
  }

  /** FNV-1a over 32-bit words, finished so that the low bits depend on all. */
  #tailHash(): number {
    let hash = 0x811c9dc5;
    for (let i = this.#locationStarts.at(this.count); i < this.locations.count; i++) {
      hash = Math.imul(hash ^ this.locations.at(i), 0x01000193);
    }
    for (let i = this.#labelStarts.at(this.count); i < this.labelKeys.count; i++) {
      hash = Math.imul(hash ^ this.labelKeys.at(i), 0x01000193);
      hash = Math.imul(hash ^ this.labelTexts.at(i), 0x01000193);
      hash = Math.imul(hash ^ this.labelNumbers.rows.lo[i]!, 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  #tailEquals(row: number): boolean {
    const locations = this.#locationStarts.at(this.count);
    const first = this.#locationStarts.at(row);
    const length = this.locations.count - locations;
    if (this.#locationStarts.at(row + 1) - first !== length) return false;
    const labels = this.#labelStarts.at(this.count);
    const firstLabel = this.#labelStarts.at(row);
    const labelCount = this.labelKeys.count - labels;
    if (this.#labelStarts.at(row + 1) - firstLabel !== labelCount) return false;
    for (let i = 0; i < length; i++) {
      if (this.locations.at(first + i) !== this.locations.at(locations + i)) return false;
    }
    for (let i = 0; i < labelCount; i++) {
      if (!this.#sameLabel(firstLabel + i, labels + i)) return false;
    }
    return true;
  }

  #sameLabel(a: number, b: number): boolean {
    const { lo, hi } = this.labelNumbers.rows;
    return (
      this.labelKeys.at(a) === this.labelKeys.at(b) &&
      this.labelTexts.at(a) === this.labelTexts.at(b) &&
      this.labelUnits.at(a) === this.labelUnits.at(b) &&
      lo[a] === lo[b] &&
      hi[a] === hi[b]
    );
  }

  #addTailTo(row: number): void {
    const tail = this.count * this.#width;
    const rows = this.values.rows;
    for (let i = 0; i < this.#width; i++) rows.add(row * this.#width + i, rows, tail + i);
    this.values.count = tail;
    this.locations.count = this.#locationStarts.at(this.count);
    const labels = this.#labelStarts.at(this.count);
    this.labelKeys.count = labels;
    this.labelTexts.count = labels;
    this.labelNumbers.count = labels;
    this.labelUnits.count = labels;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let row = 0; row < this.#hashes.count; row++) {
      let slot = this.#hashes.at(row) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
  }
}
