import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is true of one case, as its `truth.json` says. */
export interface LeakCase {
  readonly id: string;
  readonly group: "registry" | "by-design" | "service" | "control";
  readonly kind: string;
  readonly folder: string;
  readonly culprit: { readonly file: string; readonly line: number } | null;
  readonly accept: { readonly names: readonly string[]; readonly frames: readonly string[] } | null;
}

/** One leak as a detector reports it. */
export interface ReportedLeak {
  /** What holds the entries; null when the detector cannot tell. */
  readonly name: string | null;
  /** `file:function` of the place where they are added or allocated; null when the detector cannot tell. */
  readonly frame: string | null;
  readonly line: number | null;
  readonly kind: string | null;
}

/** The way a case is run. */
export type Variant = "leaky" | "fixed" | "control";

/** The cases in the `cases` folder of a leak bench; all, or those whose id, group or kind is in `wanted`. */
export function readCases(bench: string, wanted: readonly string[]): LeakCase[] {
  const folder = join(bench, "cases");
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}: name one that has 'cases' in it`);
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, "truth.json")))
    .map((id) => readCase(join(folder, id)))
    .filter(
      ({ id, group, kind }) => wanted.length === 0 || [id, group, kind].some((name) => wanted.includes(name)),
    );
}

/** One case from its folder. */
export function readCase(folder: string): LeakCase {
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Partial<LeakCase>;
  const { id = "", group = "control", kind = "control", culprit = null, accept = null } = truth;
  return { id, group, kind, folder, culprit, accept };
}

export function variantsOf({ group }: LeakCase): readonly Variant[] {
  return group === "control" ? ["control"] : ["leaky", "fixed"];
}

/** Whether a report names the culprit: by its name, by file and function, or by file and line. The bench's own rule. */
export function isRight({ accept, culprit }: LeakCase, { name, frame, line }: ReportedLeak): boolean {
  if (accept === null || culprit === null) return false;
  if (name !== null && accept.names.some((right) => right === name || bare(right) === bare(name)))
    return true;
  if (frame === null) return false;
  const [file = "", fn = ""] = frame.split(":");
  const isFrame = accept.frames.some((right) => {
    const [rightFile = "", rightFn = ""] = right.split(":");
    return file.endsWith(rightFile) && (fn === "" || rightFn === "" || bare(fn) === bare(rightFn));
  });
  if (isFrame) return true;
  return (
    line !== null &&
    file.endsWith(culprit.file.replace(/^node_modules\//, "")) &&
    Math.abs(line - culprit.line) <= 1
  );
}

/** `byId` of `state.byId`, `waiting` of `pool.#waiting`. */
function bare(name: string): string {
  return name.replace(/^.*[.#]/, "").replace(/^#/, "");
}
