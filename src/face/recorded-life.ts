import { drawChart, floorOf, type Point } from "#series";
import type { Ending, Finding, MemoryLimit, Recorded, RecordedLife } from "#verdict";
import type { Style } from "./colour.ts";
import { headline, labelled, text, wrap, LABEL_WIDTH, type Line, type Row } from "./layout.ts";
import { bytes, counted, duration } from "./units.ts";

const WORDS: Readonly<Record<Ending["cause"], readonly [word: string, style: Style]>> = {
  running: ["RUNS", "calm"],
  exit: ["ENDED", "calm"],
  "uncaught exception": ["DIED", "alarm"],
  "heap limit": ["DIED", "alarm"],
  "container limit": ["DIED", "alarm"],
  killed: ["KILLED", "warning"],
};
const CHART_ROWS = 8;
const MOST_LIVES_TOLD = 5;
const MOST_LIVES_DRAWN = 12;

/** How the recorded process ended, what that rests on, the lives before it, and where its profiles are. */
export function endingBlocks(finding: Finding, width: number): readonly (readonly Line[])[] {
  const { recording, window } = finding;
  if (recording === undefined) return [];
  const { ending } = recording;
  const failed = ending.cause === "exit" && ending.exitCode !== null && ending.exitCode !== 0;
  const [word, style] = failed ? (["DIED", "alarm"] as const) : WORDS[ending.cause];
  const said = headline(word, style, `${sentence(ending, finding)}, ${after(ending, window.seconds)}`, width);
  const space = width - LABEL_WIDTH;
  const row = (label: string, words: string): Row[] =>
    words === "" ? [] : [{ label, lines: wrap(text(words), space) }];
  return [
    said,
    labelled([
      ...(ending.cause === "exit" || ending.cause === "running" ? [] : row("known by", ending.detail)),
      ...row("before", livesText(recording.lives.slice(0, -1))),
      ...profileRows(recording, space),
    ]),
  ];
}

/** Memory of all lives, one after the other, with the limit that ended them: the sawtooth. */
export function livesBlock({ recording, memory }: Finding, width: number): readonly Line[] {
  if (recording === undefined) return [];
  const lives = recording.lives.slice(-MOST_LIVES_DRAWN);
  const container = recording.ending.cause === "container limit";
  const start = Math.min(...lives.map(({ startedAt }) => Date.parse(startedAt)));
  const series = {
    name: "memory",
    lives: lives.map((life) => tooth(life, start, container)).filter((points) => points.length > 0),
  };
  const limit = limitToDraw(memory.limits, recording.ending, series.lives.flat());
  const what = container ? "resident memory" : "heap and buffers";
  const title = `${what} of ${lives.length === 1 ? "its life" : `${lives.length} lives`}${limit === null ? "" : `, limit ${bytes(limit)}`}`;
  const lines = drawChart([{ title, series: [series] }], {
    width: width - 1,
    height: CHART_ROWS,
    formatValue: bytes,
    formatTime: (elapsedMs) => duration(elapsedMs / 1000),
    ...(limit !== null && { limit }),
  });
  return lines.map((line) => text(` ${line}`));
}

function sentence({ cause, certain, exitCode }: Ending, { memory }: Finding): string {
  const limit = memory.limits.find(({ kind }) => kind === cause);
  const size = limit === undefined ? "" : ` of ${bytes(limit.bytes)}`;
  const likely = certain ? "" : "probably ";
  switch (cause) {
    case "running":
      return "the process is still there";
    case "exit":
      return exitCode === null ? "by itself" : `by itself, with exit code ${exitCode}`;
    case "uncaught exception":
      return "of an exception that nobody caught";
    case "heap limit":
      return `${likely}out of memory at the heap limit${size}`;
    case "container limit":
      return `${likely}ended by the kernel at the container's memory limit${size}`;
    case "killed":
      return "from outside, or crashed";
  }
}

function after({ cause, at }: Ending, seconds: number): string {
  const time = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  return cause === "running"
    ? `${duration(seconds)} old when last seen at ${time}`
    : `${duration(seconds)} after its start, at ${time}`;
}

/** The lives before, newest first: `2 h 10 min (heap limit), 2 h 4 min (heap limit)`. */
function livesText(lives: readonly RecordedLife[]): string {
  if (lives.length === 0) return "";
  const told = lives
    .slice(-MOST_LIVES_TOLD)
    .toReversed()
    .map(({ seconds, cause }) => `${duration(seconds)} (${cause})`);
  const more = lives.length > told.length ? `, and ${lives.length - told.length} more` : "";
  return `${counted(lives.length, "earlier life", "earlier lives")} recorded, newest first: ${told.join(", ")}${more}`;
}

function profileRows({ profiles }: Recorded, space: number): readonly Row[] {
  const last = profiles.at(-1);
  if (last === undefined) return [];
  const near = profiles.filter(({ nearLimit }) => nearLimit).length;
  const count =
    counted(profiles.length, "heap profile") + (near > 0 ? `, ${near} of them near the limit` : "");
  const command = `sawtooth pprof -top ${last.path}`;
  return [
    {
      label: "profiles",
      lines: [...wrap(text(`${count}; the last:`), space), text(command, "code")],
    },
  ];
}

/** A life's live memory: the low values between collections, its last value as it was. */
function tooth({ startedAt, points }: RecordedLife, start: number, resident: boolean): readonly Point[] {
  const from = Date.parse(startedAt) - start;
  const values = points.map(({ atMs, heapUsed, external, rss }) => ({
    atMs: from + atMs,
    value: resident ? rss : heapUsed + external,
  }));
  const last = values.at(-1);
  return last === undefined ? [] : [...floorOf(values), last];
}

function limitToDraw(
  limits: readonly MemoryLimit[],
  { cause }: Ending,
  points: readonly Point[],
): number | null {
  const kind = cause === "container limit" ? "container limit" : "heap limit";
  const bytesOf = limits.find((limit) => limit.kind === kind)?.bytes ?? null;
  const highest = Math.max(0, ...points.map(({ value }) => value));
  // A limit far above everything would press the picture flat.
  return bytesOf !== null && bytesOf <= highest * 3 ? bytesOf : null;
}
