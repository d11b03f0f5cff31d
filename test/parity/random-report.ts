import fc from "fast-check";

/** Patterns that match some names, files or mapped files of random profiles, and some that match none. */
const PATTERNS = [
  "main",
  "serve|push",
  "^main[.]main$",
  "(?i)FOO|GR",
  "libc",
  "x[.]h",
  ".",
  "nothing",
  "server",
  String.raw`\.go`,
  "(main|new)+",
  "runtime",
];
const TAGS = [
  "one",
  "thread=one",
  "user=t",
  "one,two",
  "1kb:",
  ":64kb",
  "bytes=1kb:32kb",
  "latency=10us:",
  "n=5",
  "-3:3",
  "request=1b:",
  "user:t",
];
const KEYS = ["thread", "user", "bytes", "latency", "bytes|n", "x"];

const named = (name: string, values: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...values).map((value) => `-${name}=${value}`);

/** Options, rare ones too; none that Go's answer depends on chance with. */
const option: fc.Arbitrary<string> = fc.oneof(
  ...["focus", "ignore", "hide", "show", "show_from", "prune_from"].map((name) => named(name, PATTERNS)),
  ...["tagfocus", "tagignore"].map((name) => named(name, TAGS)),
  ...["tagshow", "taghide"].map((name) => named(name, KEYS)),
  named("tagroot", ["thread", "user,bytes", "latency", "x"]),
  named("tagleaf", ["thread", "bytes,n", "request"]),
  named("unit", ["auto", "kb", "MB", "ms", "seconds", "hours", "count", "GCU", "minimum", "bytes", "us"]),
  named("divide_by", ["2", "3", "0.25", "1000", "1e-3"]),
  named("nodecount", ["0", "1", "2", "3", "5", "9", "80"]),
  named("nodefraction", ["0", "0.01", "0.1", "0.3"]),
  named("edgefraction", ["0", "0.01", "0.1", "0.3"]),
  named("sample_index", ["0", "1", "0", "2"]),
  named("trim", ["false", "true"]),
  fc.constantFrom("-flat", "-cum", "-cum"),
  fc.constantFrom("-functions", "-filefunctions", "-files", "-lines", "-addresses"),
  fc.constantFrom("-mean", "-noinlines", "-compact_labels", "-relative_percentages", "-drop_negative"),
  fc.constantFrom("-base=base.pb.gz", "-diff_base=base.pb.gz", "-base=base.pb.gz -normalize"),
);

const report: fc.Arbitrary<string> = fc.constantFrom(
  "-top",
  "-text",
  "-tree",
  "-traces",
  "-raw",
  "-callgrind",
  "-dot",
  "-comments",
  "-peek=main|std",
  "-peek=.",
  "-list=main",
  "-list=.",
);

/** A command line with one report and up to five options, each once and one of each group. */
export const randomReport: fc.Arbitrary<string> = fc
  .tuple(report, fc.uniqueArray(option, { maxLength: 5, selector: groupOf }))
  .map(([asked, options]) => [asked, ...options].join(" "));

/** What an option shuts out when it is given: itself, or the others of its group. */
function groupOf(flag: string): string {
  const name = /^-(\w+)/u.exec(flag)![1]!;
  if (name === "flat" || name === "cum") return "sort";
  if (/^(?:functions|filefunctions|files|lines|addresses)$/u.test(name)) return "granularity";
  return name === "diff_base" ? "base" : name;
}
