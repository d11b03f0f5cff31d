import type { ByteWindow } from "./byte-window.ts";
import type { FileLayout } from "./file-layout.ts";
import type { Locations } from "./model.ts";
import { NumberRecord } from "./number-record.ts";
import type { Section } from "./section.ts";
import { malformed } from "./snapshot-error.ts";

/** No file has that many: a location takes at least eight bytes. */
const FIRST_ROWS = 1024;

/** Takes the file's `locations`; how many there are is only known at their end. */
export class LocationScan implements Section {
  readonly #layout: FileLayout;
  readonly #record: NumberRecord;
  #rows = new Uint32Array(FIRST_ROWS * 4);
  #count = 0;
  #ascending = true;

  constructor(layout: FileLayout) {
    this.#layout = layout;
    this.#record = new NumberRecord(Math.max(1, layout.locationWidth), true);
  }

  progress(): string {
    return `locations of functions, ${this.#count} read`;
  }

  scan(window: ByteWindow): boolean {
    for (;;) {
      const next = this.#record.next(window);
      if (next === "more") return false;
      if (next === "end") return true;
      this.#take(this.#record.values, window);
    }
  }

  /** The locations read, ascending by node. */
  finish(): Locations {
    const count = this.#count;
    const order = this.#ascending ? null : this.#sorted();
    const column = (field: number): Uint32Array => {
      const values = new Uint32Array(count);
      for (let row = 0; row < count; row++) values[row] = this.#rows[(order?.[row] ?? row) * 4 + field]!;
      return values;
    };
    return { count, nodes: column(0), scriptIds: column(1), lines: column(2), columns: column(3) };
  }

  #sorted(): Uint32Array {
    const order = new Uint32Array(this.#count);
    for (let row = 0; row < order.length; row++) order[row] = row;
    return order.sort((a, b) => this.#rows[a * 4]! - this.#rows[b * 4]! || a - b);
  }

  #take(values: Float64Array, window: ByteWindow): void {
    const { locationField, nodeWidth, nodeCount } = this.#layout;
    const node = values[locationField.object_index]! / nodeWidth;
    if (!Number.isInteger(node) || node < 0 || node >= nodeCount)
      throw malformed(
        `location ${this.#count} is of ${node * nodeWidth}, where no node begins`,
        window.offset,
      );
    // V8 from 13 on writes -1 for code without a position.
    if ((values[locationField.line] ?? 0) < 0 || (values[locationField.column] ?? 0) < 0) return;
    const at = this.#count * 4;
    if (at === this.#rows.length) this.#grow();
    if (at > 0 && this.#rows[at - 4]! > node) this.#ascending = false;
    this.#rows[at] = node;
    this.#rows[at + 1] = values[locationField.script_id] ?? 0;
    this.#rows[at + 2] = values[locationField.line] ?? 0;
    this.#rows[at + 3] = values[locationField.column] ?? 0;
    this.#count++;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#rows.length * 2);
    larger.set(this.#rows);
    this.#rows = larger;
  }
}
