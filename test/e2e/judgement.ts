import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding, Leak, Site } from "#verdict";
import type { Planted } from "../programs/planted.ts";
import { root } from "./nodes.ts";

/** What a finding is worth against the truth. `wrong` is far worse than `missed`. */
export interface Judgement {
  readonly holder: "right" | "missed" | "wrong";
  readonly site: "right" | "unknown" | "wrong";
  /** What was said, in a line a person can compare with the source. */
  readonly said: string;
}

/** A line of a file that a mark in the source stands on. */
interface Mark {
  readonly file: string;
  readonly line: number;
}

const folder = join(root, "test", "programs", "planted");

/** Compares every leak of a finding with the one that was planted. */
export function judge(finding: Finding | null, truth: Planted): Judgement {
  const leaks = finding?.leaks ?? [];
  const holders = new Set(leaks.map((leak) => judgeHolder(leak, truth)));
  const sites = new Set(leaks.map((leak) => judgeSite(leak.site, truth)));
  return {
    holder: holders.has("wrong") ? "wrong" : holders.has("right") ? "right" : "missed",
    site: sites.has("wrong") ? "wrong" : sites.has("right") ? "right" : "unknown",
    said: leaks.length === 0 ? "nothing" : leaks.map(saidOf).join("; "),
  };
}

function judgeHolder({ holder }: Leak, truth: Planted): Judgement["holder"] {
  if (holder === null) return "missed";
  const declared = markIn(truth.file ?? truth.program, "HOLDER");
  const owner = markIn(truth.file ?? truth.program, "OWNER");
  const named =
    truth.names.includes(holder.name) &&
    (truth.path === undefined || truth.path.test(`${holder.scope} ${holder.path}`)) &&
    truth.kinds.includes(holder.kind);
  const placed =
    declared === null ||
    ((holder.file === null || isFile(holder.file, declared.file)) &&
      (holder.line === null || holder.line === declared.line || holder.line === owner?.line));
  return named && placed ? "right" : "wrong";
}

function judgeSite(site: Site | null, truth: Planted): Judgement["site"] {
  if (site === null) return "unknown";
  const insert = markIn(truth.insertFile ?? truth.file ?? truth.program, "INSERT");
  if (insert === null) throw new Error(`${truth.program} has no // INSERT mark`);
  if (!isFile(site.file, insert.file) || site.line !== insert.line) return "wrong";
  if (truth.callerFile === undefined) return "right";
  const caller = markIn(truth.callerFile, "CALLER");
  const { application } = site;
  if (caller === null) throw new Error(`${truth.callerFile} has no // CALLER mark`);
  if (application === null) return "unknown";
  return isFile(application.file, caller.file) && application.line === caller.line ? "right" : "wrong";
}

function isFile(said: string, path: string): boolean {
  return said === path || path.endsWith(`/${said.replace(/^(\.?\/)+/, "")}`) || said.endsWith(`/${path}`);
}

function markIn(file: string, mark: string): Mark | null {
  const path = join(folder, file);
  const index = readFileSync(path, "utf8")
    .split("\n")
    .findIndex((line) => line.includes(`// ${mark}`));
  return index < 0 ? null : { file: path, line: index + 1 };
}

/** One leak in a line: who holds it, how it grew, where it is added to. */
export function saidOf({ holder, site, entries }: Leak): string {
  const who =
    holder === null ? "no holder" : `${holder.kind} ${holder.path} (${holder.scope}) ${placeOf(holder)}`;
  const growth = entries === null ? "" : ` ${entries.before}→${entries.after}`;
  const where = site === null ? "no site" : `${placeOf(site)} by ${site.seenBy}`;
  return `${who}${growth} at ${where}`;
}

function placeOf({ file, line }: { readonly file: string | null; readonly line: number | null }): string {
  return file === null ? "?" : `${file.split("/").slice(-2).join("/")}:${line ?? "?"}`;
}
