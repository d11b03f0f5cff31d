import { existsSync } from "node:fs";
import { join } from "node:path";

/** A Node binary that target programs are run by. */
export interface NodeBinary {
  readonly major: number;
  readonly file: string;
}

/** The repository. */
export const root: string = join(import.meta.dirname, "..", "..");

const own: NodeBinary = { major: Number(process.versions.node.split(".")[0]), file: process.execPath };

/**
 * The Node majors asked for in `SAWTOOTH_NODES` (such as `22,24`), else the one running this.
 * A major that was asked for and is not installed has a null file.
 */
export function targetNodes(): readonly (NodeBinary | { readonly major: number; readonly file: null })[] {
  const asked = process.env["SAWTOOTH_NODES"];
  if (asked === undefined || asked === "") return [own];
  return asked.split(",").map((text) => {
    const major = Number(text);
    if (!Number.isInteger(major)) {
      throw new TypeError(`SAWTOOTH_NODES is "${asked}": give majors such as 22,24`);
    }
    const file = join(root, ".nodes", "node_modules", `node${major}`, "bin", "node");
    if (existsSync(file)) return { major, file };
    return major === own.major ? own : { major, file: null };
  });
}

/**
 * The share of a list that a major runs: all of it, unless `SAWTOOTH_SPREAD` (such as `22,24`) names the major
 * as one of several between which the list is dealt out.
 */
export function shareOf<Item>(items: readonly Item[], major: number): readonly Item[] {
  const spread = (process.env["SAWTOOTH_SPREAD"] ?? "").split(",").filter(Boolean).map(Number);
  const place = spread.indexOf(major);
  return place < 0 ? items : items.filter((_, index) => index % spread.length === place);
}
