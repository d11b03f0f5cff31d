import { readFileSync } from "node:fs";
import { textAnswer, type Answer } from "./answer.ts";
import { CALL_TIMEOUT_MS } from "./main-thread.ts";
import type { Surroundings } from "./surroundings.ts";

/** The arguments the process was started with, joined by NUL. */
export async function answerCmdline({ mainThread }: Surroundings): Promise<Answer> {
  try {
    return textAnswer(readFileSync("/proc/self/cmdline", "utf8").replace(/\0$/, ""));
  } catch {
    // No Linux: the main thread knows, as a worker's own arguments are others.
  }
  const { result } = await mainThread.use((connection) =>
    connection.send<{ result: { value: string[] } }>(
      "Runtime.evaluate",
      {
        expression: "[process.argv0, ...process.execArgv, ...process.argv.slice(1)]",
        returnByValue: true,
      },
      { timeoutMs: CALL_TIMEOUT_MS },
    ),
  );
  return textAnswer(result.value.join("\0"));
}
