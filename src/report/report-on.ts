import {
  addTagFrames,
  aggregate,
  applyFilters,
  numericLabelUnits,
  sampleIndexByName,
  type FilterOptions,
  type Granularity,
  type Profile,
} from "#profile";
import { ReportError } from "./report-error.ts";
import { profileTotal, type Report, type ReportOptions } from "./report.ts";

/** What to report on: pprof's options, each with pprof's default when it is left out. */
export interface ReportRequest extends Partial<
  Omit<ReportOptions, "column" | "activeFilters" | "labelUnits" | "paths">
> {
  /** Name of the sample type, or its number as a text; "" for the profile's own choice, else its last. */
  readonly sampleType?: string;
  readonly granularity?: Granularity;
  readonly filters?: Partial<FilterOptions>;
  /** Keep only the outermost function of those inlined into each other. */
  readonly noInlines?: boolean;
  readonly showColumns?: boolean;
  /** Percentages are of what the filters leave. */
  readonly relativePercentages?: boolean;
  /** Keys of labels, with commas between them, that become frames at the root and at the leaf. */
  readonly tagRoot?: string;
  readonly tagLeaf?: string;
  readonly sourcePath?: string;
  readonly trimPath?: string;
  /** Told what is to be known before trusting the report, such as a filter that matched nothing. */
  readonly warn?: (line: string) => void;
}

const NO_FILTERS: FilterOptions = {
  focus: "",
  ignore: "",
  hide: "",
  show: "",
  showFrom: "",
  pruneFrom: "",
  tagFocus: "",
  tagIgnore: "",
  tagShow: "",
  tagHide: "",
};

/**
 * Filters, measures and aggregates a profile, for any of the reports. By google/pprof internal/driver: the total is that
 * before the filters. Throws ReportError, FilterError, and ProfileRangeError for a sample type, in pprof's words.
 */
export function reportOn(profile: Profile, request: ReportRequest = {}): Report {
  const { mean = false, divideBy = 1, unit = "minimum", relativePercentages = false } = request;
  const warn = request.warn ?? ((): void => undefined);
  const { units, notes } = numericLabelUnits(profile);
  for (const note of notes) warn(note);
  const filters = { ...NO_FILTERS, ...request.filters };
  const { tagRoot = "", tagLeaf = "" } = request;
  const framed = addTagFrames(profile, { tagRoot, tagLeaf, unit }, warn);
  const filter = (from: Profile): Profile => applyFilters(from, filters, units, warn);
  const measured = relativePercentages ? filter(framed) : framed;
  if (measured.sampleTypes.length === 0) throw new ReportError("profile has no samples");
  const column = sampleIndexByName(measured, request.sampleType ?? "");
  if (divideBy === 0) throw new ReportError("zero divisor specified");
  const total = profileTotal(measured, column, mean);
  const filtered = relativePercentages ? measured : filter(framed);
  return {
    profile: aggregate(filtered, request.granularity ?? "functions", {
      inlines: request.noInlines !== true,
      columns: request.showColumns === true,
    }),
    total,
    options: {
      column,
      mean,
      unit,
      divideBy,
      sort: request.sort ?? "flat",
      callTree: request.callTree ?? false,
      dropNegative: request.dropNegative ?? false,
      compactLabels: request.compactLabels ?? false,
      nodeCount: request.nodeCount ?? 0,
      nodeFraction: request.nodeFraction ?? 0.005,
      edgeFraction: request.edgeFraction ?? 0.001,
      activeFilters: activeFilters(filters),
      labelUnits: units,
      paths: { sourcePath: request.sourcePath ?? "", trimPath: request.trimPath ?? "" },
    },
  };
}

/** Filters as a header names them; that for pruning is not. */
function activeFilters(filters: FilterOptions): string[] {
  const named: [string, string][] = [
    ["focus", filters.focus],
    ["ignore", filters.ignore],
    ["hide", filters.hide],
    ["show", filters.show],
    ["show_from", filters.showFrom],
    ["tagfocus", filters.tagFocus],
    ["tagignore", filters.tagIgnore],
    ["tagshow", filters.tagShow],
    ["taghide", filters.tagHide],
  ];
  return named.filter(([, value]) => value !== "").map(([name, value]) => `${name}=${value}`);
}
