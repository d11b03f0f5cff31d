import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "../../src/verdict/finding.ts";
import type { Answer, Look } from "./detector.ts";
import { answerOf } from "./finding-answer.ts";
import { RunningCase } from "./running-case.ts";
import { output } from "./sawtooth-output.ts";

/** A quarter of the time to warm up, half of it between the snapshots; taking them comes on top. */
const warmUpShare = 0.25;
const apartShare = 0.5;
const goesOnSeconds = 60;

/** `sawtooth snapshot take --again` of the case, and `sawtooth snapshot diff` of the two. */
export function diffDetector(command: string) {
  return async ({ leakCase, variant, seconds, node, onRestart }: Look): Promise<Answer> => {
    const folder = mkdtempSync(join(tmpdir(), "sawtooth-leaks-"));
    const files = [1, 2].map((look) => join(folder, `${look}.heapsnapshot`));
    try {
      const options = { node, seconds: seconds + goesOnSeconds };
      const running = await RunningCase.start(leakCase, variant, options, onRestart);
      try {
        await sleep(seconds * warmUpShare * 1000);
        const again = `${Math.round(seconds * apartShare)}s`;
        const outputs = files.flatMap((file) => ["--output", file]);
        await output(command, [
          "snapshot",
          "take",
          String(running.pid),
          "--yes",
          "--again",
          again,
          ...outputs,
        ]);
      } finally {
        await running.stop();
      }
      const finding = await output(command, ["snapshot", "diff", ...files, "--json"]);
      return answerOf(JSON.parse(finding) as Finding);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
