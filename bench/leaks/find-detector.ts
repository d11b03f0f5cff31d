import type { Finding } from "../../src/verdict/finding.ts";
import type { Answer, Look } from "./detector.ts";
import { answerOf } from "./finding-answer.ts";
import { RunningCase } from "./running-case.ts";
import { output } from "./sawtooth-output.ts";

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
      const args = ["find", String(running.pid), "--for", `${seconds}s`, "--json"];
      return answerOf(JSON.parse(await output(command, args)) as Finding);
    } finally {
      await running.stop();
    }
  };
}
