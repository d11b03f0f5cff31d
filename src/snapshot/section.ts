import type { ByteWindow } from "./byte-window.ts";

/** One member of the file's outermost object, taken as its bytes come in. */
export interface Section {
  /** Takes what is loaded; true when the section is complete, false when it needs more. */
  scan(window: ByteWindow): boolean;
  /** Where reading stands, for the message about a file that ends here: `nodes, 12 of 400 read`. */
  progress(): string;
}
