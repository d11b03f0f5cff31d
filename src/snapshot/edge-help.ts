import type { EdgeColumns } from "./columns.ts";
import type { FileLayout } from "./file-layout.ts";

/** Somebody who takes the edges of a file from the last to the first, while a reader takes them from the first on. */
export interface EdgeHelp {
  /** Offset in the file of the bracket that ends the edges. */
  readonly endOffset: number;
  /** Called once the columns to fill are there. */
  start(layout: FileLayout, columns: EdgeColumns): void;
  /** The edges from this one on have been taken already. */
  taken(): number;
  /** Says that the reader has taken this many from the front. */
  reached(count: number): void;
}
