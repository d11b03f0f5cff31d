import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReportedLeak } from "./case.ts";
import type { Answer, Look } from "./detector.ts";
import { RunningCase } from "./running-case.ts";

/** What a peer has loaded into a case: a script beside this file, which writes into the folder that `RECORDS_FOLDER` names. */
export interface Preload {
  readonly script: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a case to its end with a script loaded before it, and answers with what `read` finds in the folder that it wrote into. */
export async function answerOfPreloaded(
  { leakCase, variant, seconds, node, onRestart }: Look,
  { script, env = {} }: Preload,
  read: (folder: string) => ReportedLeak[],
): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-leaks-"));
  try {
    const options = {
      node,
      seconds,
      nodeArguments: ["--require", join(import.meta.dirname, script)],
      env: { ...env, RECORDS_FOLDER: folder },
    };
    const running = await RunningCase.start(leakCase, variant, options, onRestart);
    await running.end();
    return { leaks: read(folder), pauseMs: null, cpuMs: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
