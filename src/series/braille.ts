const EMPTY = 0x28_00;
/** Bit of each dot in a Unicode braille pattern, by row of four and column of two. */
const DOT_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/**
 * A raster of braille dots, two across and four down in each character. Dot (0, 0) is at the top left.
 * Drawing outside is allowed and leaves no mark.
 */
export class BrailleCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly #dots: Uint8Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#dots = new Uint8Array(columns * rows);
  }

  /** Sets the dot at whole coordinates. */
  dot(x: number, y: number): void {
    const column = x >> 1;
    const row = y >> 2;
    if (x < 0 || y < 0 || column >= this.columns || row >= this.rows) return;
    const cell = row * this.columns + column;
    this.#dots[cell] = (this.#dots[cell] ?? 0) | (DOT_BITS[y & 3]?.[x & 1] ?? 0);
  }

  /** Sets the dots of a straight line between two dots, both included; of a dashed one, two columns in four. */
  line(fromX: number, fromY: number, toX: number, toY: number, dashed = false): void {
    const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
    for (let step = 0; step <= steps; step++) {
      const share = steps === 0 ? 0 : step / steps;
      const x = Math.round(fromX + (toX - fromX) * share);
      if (!dashed || (x & 3) < 2) this.dot(x, Math.round(fromY + (toY - fromY) * share));
    }
  }

  /** The characters of one row, top row first; a cell without dots is null. */
  cells(row: number): readonly (string | null)[] {
    return Array.from(this.#dots.subarray(row * this.columns, (row + 1) * this.columns), (dots) =>
      dots === 0 ? null : String.fromCharCode(EMPTY + dots),
    );
  }
}
