import type { Profile } from "#profile";
import { drawn, writeReport, type PprofStreams } from "./pprof-output.ts";
import { makeReport } from "./pprof-report.ts";
import type { ReportSettings } from "./pprof-settings.ts";

/** Makes a report and writes it to where its settings say. Throws with pprof's words when that cannot be. */
export async function runReport(
  profile: Profile,
  settings: ReportSettings,
  streams: PprofStreams,
): Promise<void> {
  const { report, json, output } = settings;
  if (json) {
    const { makeDocument } = await import("./pprof-document.ts");
    writeReport("top", makeDocument(profile, settings, streams.stderr), output, streams);
    return;
  }
  writeReport(report, drawn(report, makeReport(profile, settings, streams.stderr)), output, streams);
}
