import {
  addTagFrames,
  aggregate,
  applyFilters,
  combine,
  decodeProfile,
  encodeProfile,
  FilterError,
  numericLabelUnits,
  PatternError,
  removeUninteresting,
  speedscopeOf,
  subtractBase,
  type FilterOptions,
  type Profile,
} from "#profile";
import {
  callgrind,
  dot,
  flame,
  graphDocument,
  list,
  peek,
  profileTotal,
  raw,
  ReportError,
  tags,
  top,
  topProto,
  traces,
  tracesDocument,
  tree,
  weblist,
  type Report,
} from "#report";

const PATTERNS = ["main", "(a*)*b", "^$", "\\.", "x{0,50}y", "[^a]*", "(?i)NET", "(", "64kb:"];

function chosenFilters(next: (below: number) => number): FilterOptions {
  const pattern = (): string => (next(3) === 0 ? PATTERNS[next(PATTERNS.length)]! : "");
  return {
    focus: pattern(),
    ignore: pattern(),
    hide: pattern(),
    show: pattern(),
    showFrom: pattern(),
    pruneFrom: pattern(),
    tagFocus: pattern(),
    tagIgnore: pattern(),
    tagShow: pattern(),
    tagHide: pattern(),
  };
}

/** Everything that is done to a profile, once, and five of its reports; what it is refused for is an error of ours. */
export function useProfile(profile: Profile, next: (below: number) => number): void {
  const pruned = tried(() => removeUninteresting(profile)) ?? profile;
  const { units } = numericLabelUnits(pruned);
  const tagged = addTagFrames(pruned, { tagRoot: "bytes", tagLeaf: "tag", unit: "auto" }, () => {});
  const filtered = tried(() => applyFilters(tagged, chosenFilters(next), units, () => {})) ?? tagged;
  const granularity = GRANULARITIES[next(GRANULARITIES.length)]!;
  const known = aggregate(filtered, granularity, { inlines: next(2) === 0, columns: false });
  tried(() => subtractBase(known, profile, { diffBase: next(2) === 0, normalize: next(2) === 0 }));
  tried(() => combine([known, profile]));
  if (known.sampleTypes.length > 0) {
    speedscopeOf(known, 0);
    const report = chosenReport(known, units, next);
    for (let i = 0; i < REPORTS_OF_EACH; i++) tried(() => REPORTS[next(REPORTS.length)]!(report));
  }
  // What we write, we read.
  const again = decodeProfile(encodeProfile(known));
  const rows = [again.samples.count, again.locations.count].join();
  const written = [known.samples.count, known.locations.count].join();
  if (rows !== written) throw new Error(`wrote ${written} samples and locations, read ${rows}`);
}

const GRANULARITIES = ["functions", "filefunctions", "files", "lines", "addresses"] as const;
const REPORTS_OF_EACH = 5;
const SOURCE = ["package main", "func main() {", "<script>", "}"];
const ANY = { source: "main", matches: (name: string) => name.includes("main") };

const REPORTS: readonly ((report: Report) => unknown)[] = [
  top,
  tree,
  (report) => peek(report, ANY),
  (report) => list(report, ANY, () => SOURCE),
  (report) => weblist(report, ANY, () => SOURCE),
  traces,
  tags,
  ({ profile }) => raw(profile),
  callgrind,
  dot,
  flame,
  (report) => encodeProfile(topProto(report)),
  (report) => JSON.stringify(graphDocument(report, { edges: "all", picture: true })),
  (report) => JSON.stringify(tracesDocument(report)),
];

function chosenReport(
  profile: Profile,
  labelUnits: ReadonlyMap<string, string>,
  next: (below: number) => number,
): Report {
  const column = next(profile.sampleTypes.length);
  const mean = next(4) === 0;
  return {
    profile,
    total: profileTotal(profile, column, mean),
    options: {
      column,
      mean,
      unit: ["minimum", "auto", "kb", "ms", ""][next(5)]!,
      divideBy: [1, 3, 0.001][next(3)]!,
      sort: next(2) === 0 ? "flat" : "cum",
      callTree: next(3) === 0,
      dropNegative: next(3) === 0,
      compactLabels: next(2) === 0,
      nodeCount: [0, 1, 5, 80][next(4)]!,
      nodeFraction: [0, 0.005, 0.3][next(3)]!,
      edgeFraction: [0, 0.001, 0.3][next(3)]!,
      activeFilters: [],
      labelUnits,
      paths: { sourcePath: "", trimPath: next(2) === 0 ? "" : "/srv:net" },
    },
  };
}

function tried<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    const isOurs =
      error instanceof PatternError ||
      error instanceof FilterError ||
      error instanceof ReportError ||
      // Sizes of memory that JavaScript refuses are RangeErrors too: those would be a fault.
      (error instanceof RangeError && !/Invalid (array|typed array|string)|call stack/i.test(error.message));
    if (!isOurs) throw error;
    return null;
  }
}
