import { TargetError, type AgentTarget } from "#target";
import type { Finding } from "#verdict";
import type { FindOptions } from "./find-options.ts";
import type { Progress } from "./progress.ts";

interface Message {
  readonly progress?: Progress;
  readonly finding?: Finding;
  readonly error?: string;
}

/**
 * Has the agent inside a service look for leaks, with no signal sent and no inspector opened. The finding is the one a
 * look from outside gives; its target has the address as well. Cut short by the signal, the agent answers from what it has seen.
 */
export async function findByAgent(target: AgentTarget, options: FindOptions): Promise<Finding> {
  const { windowMs, signal, onProgress } = options;
  const end = (): void => void target.endEarly().catch(() => {});
  signal?.addEventListener("abort", end, { once: true });
  try {
    for await (const message of target.leaks(windowMs) as AsyncGenerator<Message>) {
      if (message.progress !== undefined) onProgress?.(message.progress);
      if (message.error !== undefined)
        throw new TargetError("protocol-error", `the agent says: ${message.error}`);
      const { finding } = message;
      if (finding !== undefined) return { ...finding, target: { ...finding.target, url: target.url } };
    }
  } finally {
    signal?.removeEventListener("abort", end);
  }
  throw new TargetError("connection-lost", "the agent ended its answer without a finding: look again");
}
