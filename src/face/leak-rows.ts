import type { Finding, Forecast, Holder, Leak, Package, Place, Remedy, Site } from "#verdict";
import {
  flow,
  GAP,
  inColumns,
  LABEL_WIDTH,
  lineWidth,
  padded,
  text,
  wrap,
  type Line,
  type Row,
} from "./layout.ts";
import { cutEnd, cutMiddle } from "./text-width.ts";
import { byteRate, bytes, count, duration, durationRange, eventRate, percent } from "./units.ts";
import { callChain, entryNoun, holderKind, placeText, siteShare } from "./wording.ts";

const FEWEST_COLUMNS_FOR_TABLE = 100;
const mostAlsoHeld = 4;
const YEAR_SECONDS = 365.25 * 86_400;

/** Who holds a leak, where it grows, its size and its future, as labelled rows; what is not known is left out. */
export function leakRows(leak: Leak, finding: Finding, width: number): readonly Row[] {
  const space = width - LABEL_WIDTH;
  const ofSnapshots = finding.target.kind === "snapshots";
  return [
    ...placeRows(leak, space, ofSnapshots),
    ...alsoHeld(leak.alsoHeldBy ?? [], space),
    ...holdsRow(leak, finding.window.seconds, space),
    // Files tell neither what adds to a collection nor how much memory there is.
    ...(ofSnapshots ? [] : [runsOut(leak.forecast, finding, space)]),
  ];
}

/** Source text, then the place, then what is said about it. */
type PlaceChunks = readonly [source: Line, place: Line, ...remarks: Line[]];

function placeRows(
  { holder, site, package: owner }: Leak,
  space: number,
  ofSnapshots: boolean,
): readonly Row[] {
  const held = holder === null ? null : holderChunks(holder, site === null ? owner : null, space);
  const grows = site === null ? null : siteChunks(site, owner, space);
  const widths = columnWidths([held, grows], space);
  return [
    { label: "held by", lines: held === null ? unknownHolder(site, space) : placeLines(held, widths, space) },
    ...(grows === null && ofSnapshots
      ? []
      : [
          {
            label: "grows at",
            lines: grows === null ? unknownSite(holder, space) : placeLines(grows, widths, space),
          },
        ]),
    ...(site === null ? [] : [...calledFrom(site, owner, space), ...otherLines(site, space)]),
  ];
}

/** Holders that are rid of their entries with the first. */
function alsoHeld(holders: readonly Holder[], space: number): readonly Row[] {
  if (holders.length === 0) return [];
  const shown = holders.slice(0, mostAlsoHeld).map(({ path, file, line }) => {
    const place = file === null ? "" : ` ${file}${line === null ? "" : `:${line}`}`;
    return text(cutMiddle(path + place, space));
  });
  const more = holders.length - shown.length;
  const rest = more === 0 ? [] : [text(`and ${more} more`, "faint")];
  return [{ label: "also in", lines: flow([...shown, ...rest], space) }];
}

interface ColumnWidths {
  readonly source: number;
  readonly place: number;
}

/** Widths of the columns that both places share; null when the page is too narrow to set them side by side. */
function columnWidths(places: readonly (PlaceChunks | null)[], space: number): ColumnWidths | null {
  const known = places.filter((place) => place !== null);
  const source = Math.max(0, ...known.map((place) => lineWidth(place[0])));
  const place = Math.max(0, ...known.map((chunks) => lineWidth(chunks[1])));
  const remark = Math.max(0, ...known.map((chunks) => lineWidth(chunks.slice(2).find(isFilled) ?? [])));
  const fits = space + LABEL_WIDTH >= FEWEST_COLUMNS_FOR_TABLE && source + place + remark + 2 * GAP <= space;
  return fits ? { source, place } : null;
}

function isFilled(line: Line): boolean {
  return lineWidth(line) > 0;
}

/** The source text with the rest beside it in the shared columns, or below it on a narrow page. */
function placeLines(chunks: PlaceChunks, widths: ColumnWidths | null, space: number): readonly Line[] {
  const [source, place, ...remarks] = chunks;
  if (widths === null) return [...flow([source], space), ...flow([place, ...remarks], space)];
  const beside = flow([padded(place, widths.place), ...remarks], space - widths.source - GAP);
  return beside.map((line, index) => padded(index === 0 ? source : [], widths.source + GAP).concat(line));
}

/** The package is told once: of the line that adds, when that is known. */
function holderChunks(holder: Holder, owner: Package | null, space: number): PlaceChunks {
  const place = holder.file === null ? "" : holder.file + (holder.line === null ? "" : `:${holder.line}`);
  return [
    text(cutEnd(holder.excerpt ?? holder.path, space), "code"),
    text(cutMiddle(place, space), "place"),
    text(packageText(owner), "warning"),
    text(holderKind(holder), "faint"),
  ];
}

function siteChunks(site: Site, owner: Package | null, space: number): PlaceChunks {
  const chain = callChain(site, space >= FEWEST_COLUMNS_FOR_TABLE - LABEL_WIDTH ? 3 : 2);
  return [
    text(cutEnd(site.excerpt ?? chain, space), "code"),
    text(cutMiddle(placeText(site), space), "place"),
    text(packageText(owner), "warning"),
    text(siteShare(site), "strong"),
    text(site.excerpt === null ? "" : chain, "faint"),
  ];
}

function packageText(owner: Package | null): string {
  if (owner === null) return "";
  return `in ${owner.name}${owner.version === null ? "" : `@${owner.version}`}`;
}

/** When the line lies in a package, the application's own line that leads there is the one to open. */
function calledFrom(site: Site, owner: Package | null, space: number): readonly Row[] {
  // A line that was read has no callers.
  if (site.application === null && site.callers.length === 0 && site.seenBy === "source text") return [];
  if (site.application === null) {
    const none = "none of your own functions was on the stack";
    return owner === null ? [] : [{ label: "called by", lines: wrap(text(none, "faint"), space) }];
  }
  return [{ label: "called by", lines: flow(placeChunks(site.application, space), space) }];
}

function placeChunks(place: Place, space: number): readonly Line[] {
  return [
    text(cutMiddle(placeText(place), space), "place"),
    text(place.function === null ? "" : `in ${place.function}`, "faint"),
  ];
}

function otherLines(site: Site, space: number): readonly Row[] {
  if (site.others.length === 0) return [];
  const rows = site.others.map((other) => [
    text(percent(other.share).padStart(5)),
    ...placeChunks(other, space - 8),
  ]);
  return [{ label: "and at", lines: inColumns(rows, space) ?? rows.flatMap((row) => flow(row, space)) }];
}

function unknownHolder(site: Site | null, space: number): readonly Line[] {
  const reason =
    site?.seenBy === "allocation profile"
      ? "not known: an allocation profile says who allocates, not who holds"
      : "not known";
  return wrap(text(reason, "faint"), space);
}

function unknownSite(holder: Holder | null, space: number): readonly Line[] {
  const reason =
    holder?.kind === "chain" || holder?.kind === "string" || holder?.kind === "buffers"
      ? "nothing is called to add to it"
      : "nothing was added while the collection was watched";
  return wrap(text(`not seen: ${reason}`, "faint"), space);
}

function holdsRow(leak: Leak, seconds: number, space: number): readonly Row[] {
  const [one] = entryNoun(leak);
  const { retained, perEntry, perHour } = leak.bytes;
  const chunks = [
    retained === null ? "" : bytes(retained),
    perEntry === null ? "" : `${bytes(perEntry)} per ${one}`,
    perHour === null ? "" : byteRate(perHour),
    entriesText(leak, seconds),
  ];
  return chunks.every((chunk) => chunk === "")
    ? []
    : [
        {
          label: "holds",
          lines: flow(
            chunks.map((chunk, index) => text(chunk, index === 0 ? "strong" : null)),
            space,
          ),
        },
      ];
}

function entriesText(leak: Leak, seconds: number): string {
  if (leak.entries === null) return "";
  const { before, after, perSecond } = leak.entries;
  const rate = seconds > 0 ? ` (+${eventRate(perSecond)})` : "";
  return `${count(before)} → ${count(after)} ${entryNoun(leak)[1]}${rate}`;
}

function runsOut(forecast: Forecast | null, finding: Finding, space: number): Row {
  const { recording } = finding;
  if (forecast === null) {
    const reason = recording === undefined ? noForecast(finding) : "the rate is lost in the noise";
    return { label: "runs out", lines: wrap(text(`not known: ${reason}`, "faint"), space) };
  }
  // A worker thread has a heap limit of its own: what the main thread uses says nothing of it.
  const limit = finding.memory.limits.find(
    (each) => each.kind === forecast.limit && each.bytes === forecast.limitBytes,
  );
  const ranOut = recording !== undefined && recording.ending.cause === forecast.limit;
  const used = limit === undefined ? "" : `, ${bytes(limit.usedBytes)} used ${ranOut ? "at last" : "now"}`;
  const time = ranOut ? `after ${duration(finding.window.seconds)}` : timeLeft(forecast);
  const goneOn = recording === undefined || ranOut ? "" : " more, had it gone on";
  const when = text(time + goneOn, forecast.lowSeconds < YEAR_SECONDS ? "strong" : null);
  return {
    label: ranOut ? "ran out" : "runs out",
    lines: flow([when, text(`${forecast.limit} ${bytes(forecast.limitBytes)}${used}`, "faint")], space),
  };
}

function timeLeft({ lowSeconds, highSeconds }: Forecast): string {
  if (highSeconds < 1) return "now: the limit is reached";
  if (lowSeconds < 1) return `within ${duration(highSeconds)}`;
  if (lowSeconds >= 2 * YEAR_SECONDS) return "not within two years";
  return `in ${durationRange(lowSeconds, highSeconds)}`;
}

function noForecast({ memory, window }: Finding): string {
  if (memory.limits.length === 0) return "the target does not tell its memory limit";
  const longer = "look longer, such as --for 5m";
  if (memory.perHour === null)
    return `${duration(window.seconds)} is too short to measure the rate; ${longer}`;
  return `the rate is still lost in the noise of garbage collection; ${longer}`;
}

/**
 * Advice as sentences, each with its code under it when there is as much code as advice, else all code after
 * all advice. Code is never wrapped, so that it can be copied.
 */
export function fixRow({ advice, code }: Remedy, width: number): readonly Row[] {
  const space = width - LABEL_WIDTH;
  const paired = code.length === advice.length;
  const lines = advice.flatMap((sentence, index) => {
    const snippet = paired ? (code[index] ?? "") : "";
    const introduced = snippet === "" ? sentence : sentence.replace(/\.$/u, ":");
    return [...wrap(text(introduced), space), ...codeLines(snippet)];
  });
  const all = paired ? lines : [...lines, ...code.flatMap(codeLines)];
  return all.length === 0 ? [] : [{ label: "fix", lines: all }];
}

function codeLines(snippet: string): readonly Line[] {
  if (snippet === "") return [];
  return snippet.split("\n").map((line) => text("  ").concat(text(line, "code")));
}

/** What a leak rests on, in words, and how much of the growth it accounts for. */
export function evidenceRow(leak: Leak, width: number): readonly Row[] {
  const parts = [leak.evidence.join(", ")];
  if (leak.explained !== null) parts.push(`explains ${percent(leak.explained)} of the memory growth`);
  const sentence = parts.filter((part) => part !== "").join("; ");
  return sentence === ""
    ? []
    : [{ label: "evidence", lines: wrap(text(sentence, "faint"), width - LABEL_WIDTH) }];
}
