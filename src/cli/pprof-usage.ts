import { CHOICES, OPTIONS, REPORTS, SAMPLE_TYPE_FLAGS } from "./pprof-table.ts";

/** What `sawtooth pprof -help` prints: every flag from the tables that also read them. */
export function pprofUsage(): string {
  return `usage: sawtooth pprof <format> [options] [binary] <source> ...
       sawtooth pprof [options] [binary] <source> ...            a shell

A source is a file, or the address of a /debug/pprof/ endpoint. Several are
added up.

  Output formats (at most one):
${rows(reportRows())}

  Options:
${rows(summaries(OPTIONS))}

  Option groups (only set one per group):
${rows(Object.entries(CHOICES.granularity))}

${rows(Object.entries(CHOICES.sort))}

  Source options:
${rows(SOURCE_ROWS)}

  Short for -sample_index=:
${rows(Object.entries(SAMPLE_TYPE_FLAGS).map(([name, type]) => [name, name === "mean_delay" ? `${type}, with -mean` : type]))}

  Environment:
    PPROF_TMPDIR       where fetched profiles are saved  ($HOME/pprof)
    HTTP_PROXY, HTTPS_PROXY, NO_PROXY
                       proxies for addresses, as Go takes them
`;
}

const SOURCE_ROWS: readonly (readonly [string, string])[] = [
  ["base=source", "Profile to subtract; may be given several times"],
  ["diff_base=source", "Profile to subtract, with percentages of it"],
  ["seconds=n", "Duration for time-based profile collection"],
  ["timeout=n", "Timeout in seconds for profile collection"],
  ["header=text", "HTTP header to send, 'Name: value'; may be given several times"],
  ["token=text|@file", "Sent as 'Authorization: Bearer', as sawtooth's agent wants it"],
  ["tls_cert, -tls_key", "Certificate and key to show to the server"],
  ["tls_ca=file", "Certificates of authorities to trust"],
  ["buildid=id", "Override build id for main binary"],
  ["add_comment=text", "Free-form annotation to add to the profile"],
  ["all_frames", "Keep the frames that the profile asks to leave out"],
  ["symbolize=mode", "Where names come from: remote also asks the server, local does not, none"],
];

function reportRows(): [string, string][] {
  return Object.entries(REPORTS).map(([name, { takes, summary }]) => [
    takes === "pattern" ? `${name}=regexp` : name,
    summary,
  ]);
}

function summaries(table: Readonly<Record<string, { readonly summary: string }>>): [string, string][] {
  return Object.entries(table).map(([name, { summary }]) => [name, summary]);
}

function rows(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, summary]) => `    ${`-${name}`.padEnd(22)} ${indented(summary)}`).join("\n");
}

/** Beside the names, a summary goes on below where it began: terminals have 80 columns. */
function indented(summary: string): string {
  return summary.replace(/(.{1,53})(?: |$)/g, `$1\n${" ".repeat(27)}`).trimEnd();
}
