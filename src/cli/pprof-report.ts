import { gzipSync } from "node:zlib";
import { compilePattern, encodeProfile, type Profile } from "#profile";
import {
  callgrind,
  comments,
  dividedProfile,
  dot,
  flame,
  list,
  peek,
  raw,
  ReportError,
  reportOn,
  tags,
  top,
  topProto,
  traces,
  tree,
  weblist,
  type NamePattern,
  type Report,
} from "#report";
import type { ReportSettings } from "./pprof-settings.ts";
import { sourceFiles } from "./pprof-list-source.ts";
import type { ReportName } from "./pprof-table.ts";

/** A profile made ready to report on, and what its report looks for. */
export interface PreparedReport {
  readonly report: Report;
  readonly pattern: NamePattern;
}

/** Filters, measures and aggregates a profile as a report wants it; throws with pprof's words when that cannot be. */
export function preparedReport(
  profile: Profile,
  asked: ReportSettings,
  warn: (line: string) => void,
): PreparedReport {
  const settings = overridden(asked);
  const report = reportOn(profile, { ...settings, sampleType: settings.sampleIndex, warn });
  return { report, pattern: namePattern(settings.pattern) };
}

/** Makes a report; throws with pprof's words when that cannot be. Images come as the graph to draw, in DOT. */
export function makeReport(
  profile: Profile,
  asked: ReportSettings,
  warn: (line: string) => void,
): string | Uint8Array {
  const { report, pattern } = preparedReport(profile, asked, warn);
  return WRITERS[asked.report](report, pattern);
}

/** The node count that pictures and trees have when none is asked for. */
const USUAL_NODES = 80;

/** What some reports demand whatever was asked for. */
function overridden(settings: ReportSettings): ReportSettings {
  const { report } = settings;
  const whole = report === "proto" || report === "raw" || report === "callgrind";
  const isSource = report === "list" || report === "weblist";
  const trim = settings.trim && !whole && report !== "peek" && !isSource;
  const usual = report === "text" || report === "top" || report === "topproto" ? 0 : USUAL_NODES;
  return {
    ...settings,
    ...(isSource ? { granularity: "lines" } : {}),
    ...(whole ? { granularity: "addresses", noInlines: false } : {}),
    // Nodes of source are functions, of which a page has only so many.
    nodeCount:
      report === "weblist"
        ? Math.max(0, settings.nodeCount)
        : trim
          ? settings.nodeCount === -1
            ? usual
            : settings.nodeCount
          : 0,
    ...(trim ? {} : { nodeFraction: 0, edgeFraction: 0 }),
  };
}

function namePattern(source: string): NamePattern {
  try {
    return compilePattern(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReportError(`parsing argument regexp ${source}: ${reason}`, { cause: error });
  }
}

const WRITERS: Readonly<Record<ReportName, (report: Report, pattern: NamePattern) => string | Uint8Array>> = {
  callgrind,
  comments: ({ profile }) => comments(profile),
  dot,
  flame,
  gif: dot,
  list: (report, pattern) => list(report, pattern, sourceFiles(report.options.paths)),
  pdf: dot,
  peek,
  png: dot,
  proto: ({ profile, options }) => gzipSync(encodeProfile(dividedProfile(profile, options.divideBy))),
  ps: dot,
  raw: ({ profile }) => raw(profile),
  svg: dot,
  tags,
  text: top,
  top,
  topproto: (report) => gzipSync(encodeProfile(topProto(report))),
  traces,
  tree,
  weblist: (report, pattern) => weblist(report, pattern, sourceFiles(report.options.paths)),
};
