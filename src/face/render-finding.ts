import type { Finding, Leak } from "#verdict";
import { calmBlocks } from "./calm-answer.ts";
import { headline, labelled, text, written, type Line, type Row } from "./layout.ts";
import { evidenceRow, fixRow, leakRows } from "./leak-rows.ts";
import { cautionRows, lookedAtRows } from "./looked-at.ts";
import { memoryRow } from "./memory-row.ts";
import { endingBlocks, livesBlock } from "./recorded-life.ts";
import { unexplainedBlocks } from "./unexplained-growth.ts";
import { cutMiddle, printable } from "./text-width.ts";
import type { TextForm } from "./terminal.ts";
import { leakSentence, targetText } from "./wording.ts";

/**
 * A finding as text for people, ending in a newline: each leak with its holder, site, rate, forecast and fix, or
 * the calm answer that nothing leaks, then what was looked at. No line is wider than `width` but lines of code
 * in a fix, which stay whole so that they can be copied.
 */
export function renderFinding(finding: Finding, { width, colour }: TextForm): string {
  const safe = withoutControls(finding);
  const blocks = [
    [text(` ${cutMiddle(targetText(safe), width - 1)}`, "faint")],
    ...endingBlocks(safe, width),
    ...(safe.leaks.length > 0 ? leakBlocks(safe, width) : leaklessBlocks(safe, width)),
    livesBlock(safe, width),
    labelled(cautionRows(safe, width)),
    labelled([...onlyEvidence(safe, width), ...lookedAtRows(safe, width)]),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => written(block, colour))
    .join("\n");
}

/** The document that `--json` prints: the finding itself, indented by two spaces, and a newline. */
export function findingJson(finding: Finding): string {
  return `${JSON.stringify(finding, null, 2)}\n`;
}

/** A leak alone or first stands with room around its parts, the others are set closer. */
function leakBlocks(finding: Finding, width: number): readonly (readonly Line[])[] {
  const { leaks, unexplained } = finding;
  const blocks = leaks.flatMap((leak, index) => {
    const number = leaks.length > 1 ? ` ${index + 1} of ${leaks.length}` : "";
    const head = headline(`LEAK${number}`, "alarm", leakSentence(leak, secondsOf(leak, finding)), width);
    const rows = leakRows(leak, finding, width);
    const fix = fixRow(leak.remedy, width);
    if (index > 0) return [[...head, ...labelled([...rows, ...fix, ...evidenceRow(leak, width)])]];
    const memory = memoryRow(finding, width);
    const evidence = leaks.length > 1 ? evidenceRow(leak, width) : [];
    return [head, labelled([...rows, ...memory]), labelled([...fix, ...evidence])];
  });
  return unexplained === null ? blocks : [...blocks, ...unexplainedBlocks(finding, unexplained, width)];
}

/** The time in which a leak was seen to grow, which need not be the whole window: snapshots follow on the counts. */
function secondsOf({ entries }: Leak, { window }: Finding): number {
  const seconds = entries === null ? 0 : (entries.after - entries.before) / entries.perSecond;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : window.seconds;
}

function leaklessBlocks(finding: Finding, width: number): readonly (readonly Line[])[] {
  if (finding.unexplained === null) return calmBlocks(finding, width);
  return unexplainedBlocks(finding, finding.unexplained, width);
}

/** What a single leak rests on is said beside what was searched; of several, each has its own. */
function onlyEvidence({ leaks }: Finding, width: number): readonly Row[] {
  const [leak] = leaks;
  return leak === undefined || leaks.length > 1 ? [] : evidenceRow(leak, width);
}

/** The same document with every string made safe to print. Only the code of a remedy may have several lines. */
function withoutControls<T>(value: T, isCode = false): T {
  if (typeof value === "string") {
    return (isCode ? value.split("\n").map(printable).join("\n") : printable(value)) as T;
  }
  if (Array.isArray(value)) return value.map((inner: unknown) => withoutControls(inner, isCode)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutControls(inner, key === "code")]);
  return Object.fromEntries(entries) as T;
}
