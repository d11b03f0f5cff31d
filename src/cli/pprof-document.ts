import {
  dividedProfile,
  documentHead,
  flameDocument,
  graphDocument,
  NARROWEST_SHARE,
  profileDocument,
  sourceDocument,
  tagsDocument,
  topDocument,
  topProto,
  tracesDocument,
  treeDocument,
  type NamePattern,
  type Report,
} from "#report";
import type { Profile } from "#profile";
import { sourceFiles } from "./pprof-list-source.ts";
import { preparedReport } from "./pprof-report.ts";
import type { ReportSettings } from "./pprof-settings.ts";
import type { ReportName } from "./pprof-table.ts";

/** Makes a report as JSON: `docs/pprof-json.md`. Throws as the report itself does. */
export function makeDocument(profile: Profile, asked: ReportSettings, warn: (line: string) => void): string {
  const notes: string[] = [];
  const { report, pattern } = preparedReport(profile, asked, (note) => {
    notes.push(note);
    warn(note);
  });
  return written({
    ...documentHead(asked.report, report),
    notes,
    ...BODIES[asked.report](report, pattern),
  });
}

/** What is printed instead of a report that cannot be made. */
export function errorDocument(report: ReportName | null, error: Error): string {
  const code = "code" in error ? String(error.code) : "report";
  return written({ version: 1, report, error: { code, message: error.message } });
}

function written(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

type Body = (report: Report, pattern: NamePattern) => object;

const picture: Body = (report) => graphDocument(report, { edges: "all", picture: true, callTree: true });
const source: Body = (report, pattern) => sourceDocument(report, pattern, sourceFiles(report.options.paths));
const whole: Body = ({ profile, options }) => profileDocument(dividedProfile(profile, options.divideBy));

const BODIES: Readonly<Record<ReportName, Body>> = {
  callgrind: (report) => graphDocument(report, { edges: "all", objectFiles: true, callTree: true }),
  comments: ({ profile }) => ({ comments: profile.comments }),
  dot: picture,
  flame: (report) => flameDocument(report, NARROWEST_SHARE),
  gif: picture,
  list: source,
  pdf: picture,
  peek: treeDocument,
  png: picture,
  proto: whole,
  ps: picture,
  raw: whole,
  svg: picture,
  tags: tagsDocument,
  text: topDocument,
  top: topDocument,
  topproto: (report) => profileDocument(topProto(report)),
  traces: tracesDocument,
  tree: (report) => treeDocument(report, null),
  weblist: source,
};
