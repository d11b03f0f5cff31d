import { spawn } from "node:child_process";
import type { Finding, Leak } from "../../src/verdict/finding.ts";
import type { ReportedLeak } from "./case.ts";
import type { Answer, Look } from "./detector.ts";
import { RunningCase } from "./running-case.ts";

/** A service does not end with the window: it goes on serving until the answer is there, or so long. */
const goesOnSeconds = 20;

/** `sawtooth find` on the pid of the case. */
export function findDetector(command: string) {
  return async ({ leakCase, variant, seconds, node, onRestart }: Look): Promise<Answer> => {
    const running = await RunningCase.start(
      leakCase,
      variant,
      { node, seconds: seconds + goesOnSeconds },
      onRestart,
    );
    try {
      return answerOf(await find(command, running.pid, seconds));
    } finally {
      await running.stop();
    }
  };
}

async function find(command: string, pid: number, seconds: number): Promise<Finding> {
  const child = spawn(process.execPath, [command, "find", String(pid), "--for", `${seconds}s`, "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  await new Promise((resolve) => child.once("close", resolve));
  if (out === "") throw new Error(`sawtooth find ended without an answer: ${err.trim()}`);
  return JSON.parse(out) as Finding;
}

function answerOf({ leaks, evidence }: Finding): Answer {
  return { leaks: leaks.map(reported), pauseMs: evidence.longestPauseMs, cpuMs: evidence.cpuMs };
}

function reported({ holder, site }: Leak): ReportedLeak {
  return {
    name: holder?.name ?? null,
    frame: site === null ? null : `${site.file}:${site.function ?? ""}`,
    line: site?.line ?? null,
    kind: holder?.kind ?? null,
  };
}
