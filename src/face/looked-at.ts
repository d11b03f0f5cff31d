import type { Finding } from "#verdict";
import { LABEL_WIDTH, text, wrap, type Line, type Row } from "./layout.ts";
import { counted, duration, milliseconds } from "./units.ts";

/** What was looked at, and what looking cost the target. */
export function lookedAtRows(finding: Finding, width: number): readonly Row[] {
  const space = width - LABEL_WIDTH;
  const rows: Row[] = [{ label: "searched", lines: faint(subject(finding), space) }];
  const { cpuMs, longestPauseMs } = finding.evidence;
  if (cpuMs !== null && longestPauseMs !== null) {
    const cost = `${milliseconds(cpuMs)} of CPU time in the target, longest pause ${milliseconds(longestPauseMs)}`;
    rows.push({ label: "cost", lines: faint(cost, space) });
  }
  return rows;
}

/** The collections and functions searched, how often, and for how long. */
function subject({ target, evidence, window }: Finding): string {
  const time = `in ${duration(window.seconds)}`;
  if (target.kind === "recording") return `what the flight recorder kept of ${duration(window.seconds)}`;
  if (target.kind === "pprof") return `${counted(window.looks, "heap profile")} ${time}`;
  const looks =
    target.kind === "snapshots" ? counted(window.looks, "snapshot") : counted(window.looks, "look");
  const parts = [
    counted(evidence.collections, "collection"),
    counted(evidence.functions, "function"),
    counted(evidence.objects, "object"),
  ];
  return `${parts.join(", ")}; ${looks}${window.seconds > 0 ? ` ${time}` : ""}`;
}

/** What limits the answer: an early end, parts that were not reached, and the notes of the finding. */
export function cautionRows(finding: Finding, width: number): readonly Row[] {
  const sentences = [...finding.notes];
  if (!finding.evidence.complete) {
    sentences.unshift(
      "Not every part of the program was reached within the budget; what lies beyond could leak unseen.",
    );
  }
  if (finding.window.endedEarly) {
    const { looks, seconds } = finding.window;
    sentences.unshift(
      `Ended early, after ${duration(seconds)} and ${counted(looks, "look")}: this is the best answer so far. Let it run to its end to be surer.`,
    );
  }
  return sentences.map((sentence, index) => ({
    label: index === 0 ? "note" : "",
    lines: wrap(text(sentence, "warning"), width - LABEL_WIDTH),
  }));
}

function faint(sentence: string, space: number): readonly Line[] {
  return wrap(text(sentence, "faint"), space);
}
