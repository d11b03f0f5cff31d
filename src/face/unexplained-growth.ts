import type { Finding, MemoryParts, Unexplained } from "#verdict";
import { flow, headline, labelled, LABEL_WIDTH, text, wrap, type Line, type Row } from "./layout.ts";
import { memoryRow } from "./memory-row.ts";
import { bytes, duration, signedBytes } from "./units.ts";

/** What stands before growth of each kind, and what is said of it. */
const HEADS: Readonly<Record<Unexplained["kind"], readonly [word: string, what: string, where: string]>> = {
  heap: ["UNEXPLAINED", "memory", "no collection seen explains it"],
  buffers: ["UNEXPLAINED", "ArrayBuffers", "no collection seen holds them"],
  external: ["UNEXPLAINED", "memory outside the heap", "no collection seen explains it"],
  native: ["NATIVE", "memory", "JavaScript holds none of it"],
  fragmentation: ["FRAGMENTED", "memory", "what is in use did not"],
};

const PARTS: readonly (readonly [part: keyof MemoryParts, name: string])[] = [
  ["heap", "heap in use"],
  ["heapUnused", "free in the heap"],
  ["buffers", "buffers"],
  ["external", "other external"],
  ["native", "native"],
];

/** Growth that no leak accounts for: how much, where, what it is and what to do next. */
export function unexplainedBlocks(
  finding: Finding,
  unexplained: Unexplained,
  width: number,
): readonly (readonly Line[])[] {
  const space = width - LABEL_WIDTH;
  const alone = finding.leaks.length === 0;
  const { meaning, next } = unexplained;
  return [
    headlineOf(finding, unexplained, width),
    labelled([
      ...whereRow(unexplained, space),
      { label: "meaning", lines: wrap(text(meaning), space) },
      ...(alone ? memoryRow(finding, width) : []),
    ]),
    labelled(
      next.length === 0
        ? []
        : [{ label: "next", lines: next.flatMap((sentence) => wrap(text(sentence), space)) }],
    ),
  ];
}

function headlineOf(
  { leaks, window }: Finding,
  { kind, bytes: grown }: Unexplained,
  width: number,
): readonly Line[] {
  const [word, what, where] = HEADS[kind];
  const size = bytes(grown);
  const these = leaks.length > 1 ? "these leaks account" : "this leak accounts";
  const sentence =
    leaks.length === 0
      ? `${what} grew by ${size} in ${duration(window.seconds)}, and ${where}`
      : `${what} grew by ${size} more than ${these} for`;
  return headline(word, "warning", sentence, width);
}

/** The parts that changed, the largest change first. */
function whereRow({ parts }: Unexplained, space: number): readonly Row[] {
  if (parts === null) return [];
  const chunks = PARTS.map(([part, name]) => ({ name, change: parts[part] }))
    .filter(({ change }) => Math.abs(change) >= 0.1 * 2 ** 20)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .map(({ name, change }, index) => text(`${name} ${signedBytes(change)}`, index === 0 ? "strong" : null));
  return chunks.length === 0 ? [] : [{ label: "where", lines: flow(chunks, space) }];
}
