import type { NodeInfo } from "./node-info.ts";
import { nameParts } from "./node-info.ts";
import { dividing, sampleKind, type Report } from "./report.ts";

/** What every report as JSON begins with; `docs/pprof-json.md` describes all of them. */
export interface DocumentHead {
  readonly version: 1;
  readonly report: string;
  readonly profile: {
    /** The program the profile is of. */
    readonly program: string | null;
    readonly buildId: string | null;
    /** When it was taken, ISO 8601. */
    readonly time: string | null;
    readonly durationSeconds: number | null;
    readonly comments: readonly string[];
    readonly docUrl: string | null;
  };
  /** What values count, and their unit: that of the profile, whatever unit a text report would show. */
  readonly sampleType: { readonly type: string; readonly unit: string };
  /** What shares are of. */
  readonly total: number;
  /** The filters in force, as `name=pattern`. */
  readonly filters: readonly string[];
}

/** The beginning of a report's document. */
export function documentHead(name: string, report: Report): DocumentHead {
  const { profile, options, total } = report;
  const { mappings, strings } = profile;
  const ofProgram = (column: Uint32Array): string | null =>
    mappings.count === 0 ? null : strings.at(column[0]!) || null;
  const isTimed = profile.timeNanos > 0n && profile.timeNanos < LATEST_NANOS;
  return {
    version: 1,
    report: name,
    profile: {
      program: ofProgram(mappings.files),
      buildId: ofProgram(mappings.buildIds),
      time: isTimed ? new Date(Number(profile.timeNanos / 1_000_000n)).toISOString() : null,
      durationSeconds: profile.durationNanos === 0n ? null : Number(profile.durationNanos) / 1e9,
      comments: profile.comments,
      docUrl: profile.docUrl || null,
    },
    sampleType: sampleKind(report),
    total: jsonValue(report)(total),
    filters: options.activeFilters,
  };
}

/** Beyond it a Date is invalid. */
const LATEST_NANOS = 8_640_000_000_000_000n * 1_000_000n;

/** A value as documents show it: divided as asked, and never -0. */
export function jsonValue({ options }: Report): (value: bigint | number) => number {
  const divided = dividing(options);
  return (value) => (divided === null ? Number(value) : divided(Number(value))) + 0;
}

/** A place in a program; null for what the profile, or the granularity asked for, does not say. */
export interface JsonPlace {
  /** As text reports print it. */
  readonly name: string;
  readonly function: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Hexadecimal with `0x`. */
  readonly address: string | null;
}

/** What a node stands for. */
export function jsonPlace(info: NodeInfo): JsonPlace {
  return {
    name: nameParts(info).join(" "),
    function: info.name || null,
    file: info.file || null,
    line: info.line || null,
    column: info.column || null,
    address: info.address === 0n ? null : `0x${info.address.toString(16)}`,
  };
}

/** A 64-bit integer: a number where that is exact, else its digits as a text. */
export function jsonInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
