import { isConclusive, type Finding } from "#verdict";
import { headline, labelled, text, wrap, LABEL_WIDTH, type Line, type Row } from "./layout.ts";
import { memoryRow, memoryTrend } from "./memory-row.ts";
import { counted, duration } from "./units.ts";

const SHORT_WINDOW_SECONDS = 300;
const WARM_UP_SECONDS = 120;

/** The answer when nothing leaks: what was watched, what memory did, and what it would take to be surer. */
export function calmBlocks(finding: Finding, width: number): readonly (readonly Line[])[] {
  const space = width - LABEL_WIDTH;
  const sentences = (label: string, all: readonly string[]): Row[] =>
    all.length === 0 ? [] : [{ label, lines: all.flatMap((sentence) => wrap(text(sentence), space)) }];
  const judged = isConclusive(finding);
  const verdict = judged
    ? headline("OK", "calm", `nothing leaks, as far as ${span(finding)} can tell`, width)
    : headline("OPEN", "warning", noAnswer(finding), width);
  return [
    verdict,
    labelled([
      ...(judged ? sentences("seen", [whatWasSeen(finding)]) : []),
      ...memoryRow(finding, width),
      ...(finding.target.kind === "snapshots" ? [] : sentences("trend", [`${memoryTrend(finding.memory)}.`])),
      ...sentences("be surer", surer(finding)),
    ]),
  ];
}

function span({ target, window }: Finding): string {
  return target.kind === "snapshots" ? counted(window.looks, "snapshot") : duration(window.seconds);
}

function noAnswer({ target }: Finding): string {
  return target.kind === "recording"
    ? "no answer: too few heap profiles were kept for growth to show"
    : "no answer: it ended before growth could show";
}

function whatWasSeen({ target, evidence, window }: Finding): string {
  if (target.kind === "pprof" || target.kind === "recording")
    return `No place in the program kept more memory in each of ${counted(window.looks, "profile")}.`;
  return `Of ${counted(evidence.collections, "collection")}, none kept growing without a bound.`;
}

function surer({ window, target }: Finding): readonly string[] {
  if (target.kind === "snapshots")
    return [
      "Take another snapshot after the service has done more of its usual work, and compare all of them.",
    ];
  if (target.kind === "recording") return [];
  const advice: string[] = [];
  if (target.uptimeSeconds !== null && target.uptimeSeconds < WARM_UP_SECONDS) {
    advice.push(`It had started only ${duration(target.uptimeSeconds)} before: look again once it is warm.`);
  }
  advice.push("A leak shows only while its code runs: look while the usual requests come in.");
  if (window.seconds < SHORT_WINDOW_SECONDS) {
    advice.push(`A slow leak may need more than ${duration(window.seconds)}: add --for 10m.`);
  }
  return advice;
}
