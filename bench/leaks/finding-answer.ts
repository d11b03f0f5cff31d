import type { Finding, Leak } from "../../src/verdict/finding.ts";
import type { ReportedLeak } from "./case.ts";
import type { Answer } from "./detector.ts";

/** What a finding says, in the form all detectors are scored in. */
export function answerOf({ leaks, evidence }: Finding): Answer {
  return { leaks: leaks.flatMap(reported), pauseMs: evidence.longestPauseMs, cpuMs: evidence.cpuMs };
}

/** The leak by each of its holders, the one to change first. */
function reported({ holder, alsoHeldBy = [], site }: Leak): ReportedLeak[] {
  return [holder, ...alsoHeldBy].map((each) => ({
    name: each?.name ?? null,
    frame: site === null ? null : `${site.file}:${site.function ?? ""}`,
    line: site?.line ?? null,
    kind: each?.kind ?? null,
  }));
}
