/** A report of `sawtooth pprof`, asked for by a flag of its name. */
export interface ReportKind {
  /** `pattern` when the flag takes a pattern for names. */
  readonly takes: "nothing" | "pattern";
  readonly summary: string;
  /** For what is no text: the ending of the file that is written instead of to a terminal. */
  readonly extension?: string;
}

/** Every report, by its flag. */
export const REPORTS = {
  callgrind: { takes: "nothing", summary: "Outputs a graph in callgrind format", extension: "callgraph.out" },
  comments: { takes: "nothing", summary: "Output all profile comments" },
  dot: { takes: "nothing", summary: "Outputs a graph in DOT format" },
  flame: {
    takes: "nothing",
    summary: "Outputs a flame graph as one SVG file that needs nothing else",
    extension: "svg",
  },
  gif: { takes: "nothing", summary: "Outputs a graph image in GIF format", extension: "gif" },
  list: { takes: "pattern", summary: "Output annotated source for functions matching regexp" },
  pdf: { takes: "nothing", summary: "Outputs a graph in PDF format", extension: "pdf" },
  peek: { takes: "pattern", summary: "Output callers/callees of functions matching regexp" },
  png: { takes: "nothing", summary: "Outputs a graph image in PNG format", extension: "png" },
  proto: {
    takes: "nothing",
    summary: "Outputs the profile in compressed protobuf format",
    extension: "pb.gz",
  },
  ps: { takes: "nothing", summary: "Outputs a graph in PS format", extension: "ps" },
  raw: { takes: "nothing", summary: "Outputs a text representation of the raw profile" },
  svg: { takes: "nothing", summary: "Outputs a graph in SVG format", extension: "svg" },
  tags: { takes: "nothing", summary: "Outputs all tags in the profile" },
  text: { takes: "nothing", summary: "Outputs top entries in text form" },
  top: { takes: "nothing", summary: "Outputs top entries in text form" },
  topproto: {
    takes: "nothing",
    summary: "Outputs top entries in compressed protobuf format",
    extension: "pb.gz",
  },
  traces: { takes: "nothing", summary: "Outputs all profile samples in text form" },
  tree: { takes: "nothing", summary: "Outputs a text rendering of call graph" },
  weblist: {
    takes: "pattern",
    summary: "Outputs annotated source as one HTML page that needs nothing else",
    extension: "html",
  },
} as const;

/** The flag of a report. */
export type ReportName = keyof typeof REPORTS;

/** Reports of pprof that sawtooth has not, with what to do instead. */
export const ABSENT_REPORTS: Readonly<Record<string, string>> = {
  disasm:
    "-disasm is not supported, for want of a disassembler: -list or -weblist show the cost by source line",
  web: "-web is not supported, sawtooth opens no viewers: write a file with -svg -output=graph.svg",
  eog: "-eog is not supported, sawtooth opens no viewers: write a file with -svg -output=graph.svg",
  evince: "-evince is not supported, sawtooth opens no viewers: write a file with -pdf -output=graph.pdf",
  gv: "-gv is not supported, sawtooth opens no viewers: write a file with -ps -output=graph.ps",
  kcachegrind:
    "-kcachegrind is not supported, sawtooth opens no viewers: write a file with -callgrind -output=callgrind.out",
};

/** Flags of pprof that are for what sawtooth has not. */
export const ABSENT_FLAGS: Readonly<Record<string, string>> = {
  http: "-http is not supported, sawtooth serves no pages: write one with -flame or -weblist and -output",
  no_browser: "-no_browser is for -http, which is not supported: write a page with -flame and -output",
};

/** The options of reports that stand alone. */
export const OPTIONS = {
  call_tree: { kind: "bool", summary: "Create a context-sensitive call tree" },
  compact_labels: { kind: "bool", summary: "Show minimal headers" },
  divide_by: { kind: "float", usual: 1, summary: "Ratio to divide all samples before visualization" },
  drop_negative: { kind: "bool", summary: "Ignore negative differences" },
  edgefraction: { kind: "float", usual: 0.001, summary: "Hide edges below <f>*total" },
  focus: { kind: "string", summary: "Restricts to samples going through a node matching regexp" },
  hide: { kind: "string", summary: "Skips nodes matching regexp" },
  ignore: { kind: "string", summary: "Skips paths going through any nodes matching regexp" },
  intel_syntax: { kind: "bool", summary: "Taken for pprof's sake: there is no assembly to show" },
  json: { kind: "bool", summary: "Print the report as a JSON document (docs/pprof-json.md)" },
  mean: { kind: "bool", summary: "Average sample value over first value (count)" },
  nodecount: { kind: "int", usual: -1, summary: "Max number of nodes to show" },
  nodefraction: { kind: "float", usual: 0.005, summary: "Hide nodes below <f>*total" },
  noinlines: { kind: "bool", summary: "Ignore inlines." },
  normalize: { kind: "bool", summary: "Scales profile based on the base profile." },
  output: { kind: "string", summary: "Output filename for file-based outputs" },
  prune_from: { kind: "string", summary: "Drops any functions below the matched frame." },
  relative_percentages: { kind: "bool", summary: "Show percentages relative to focused subgraph" },
  sample_index: { kind: "string", summary: "Sample value to report (0-based index or name)" },
  show: { kind: "string", summary: "Only show nodes matching regexp" },
  show_from: { kind: "string", summary: "Drops functions above the highest matched frame." },
  showcolumns: { kind: "bool", summary: "Show column numbers at the source code line level." },
  source_path: { kind: "string", summary: "Search path for source files" },
  tagfocus: {
    kind: "string",
    summary: "Restricts to samples with tags in range or matched by regexp",
  },
  taghide: { kind: "string", summary: "Skip tags matching this regexp" },
  tagignore: { kind: "string", summary: "Discard samples with tags in range or matched by regexp" },
  tagleaf: {
    kind: "string",
    summary: "Adds pseudo stack frames for labels key/value pairs at the callstack leaf.",
  },
  tagroot: {
    kind: "string",
    summary: "Adds pseudo stack frames for labels key/value pairs at the callstack root.",
  },
  tagshow: { kind: "string", summary: "Only consider tags matching this regexp" },
  trim: { kind: "bool", usual: true, summary: "Honor nodefraction/edgefraction/nodecount defaults" },
  trim_path: { kind: "string", summary: "Path to trim from source paths before search" },
  unit: { kind: "string", usual: "minimum", summary: "Measurement units to display" },
} as const;

/** An option that stands alone. */
export type OptionName = keyof typeof OPTIONS;

/** Options of which one of a group is chosen. */
export const CHOICES = {
  granularity: {
    functions: "Aggregate at the function level.",
    filefunctions: "Aggregate at the function level, telling apart by file.",
    files: "Aggregate at the file level.",
    lines: "Aggregate at the source code line level.",
    addresses: "Aggregate at the address level.",
  },
  sort: { cum: "Sort entries based on cumulative weight", flat: "Sort entries based on own weight" },
} as const;

/** Flags that choose a sample type, as old versions of pprof had them: the type each stands for. */
export const SAMPLE_TYPE_FLAGS = {
  total_delay: "delay",
  mean_delay: "delay",
  contentions: "contentions",
  inuse_space: "inuse_space",
  inuse_objects: "inuse_objects",
  alloc_space: "alloc_space",
  alloc_objects: "alloc_objects",
} as const;
