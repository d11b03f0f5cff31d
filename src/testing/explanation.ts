import { setTimeout as sleep } from "node:timers/promises";
import { findInProcess } from "#find";
import { attachToOwnProcess, SessionConnection } from "#target";
import type { Finding } from "#verdict";
import type { Scenario } from "./leak-check.ts";

const WINDOW_MS = 4_000;
/** Iterations come at a pace at which the look is not starved. */
const PAUSE_MS = 1;
/** Longer than any look. */
const LONG_MS = 3_600_000;

/**
 * Who holds what a scenario leaves behind, and which line adds to it: the scenario goes on while this very process is
 * looked at. Null when the process cannot be looked at, or nothing was seen to grow.
 */
export async function explain(scenario: Scenario): Promise<Finding | null> {
  const stop = new AbortController();
  // The look reaches what timers hold, and not what only a test that waits for us does: a test file has no other way in.
  const held = setInterval(() => void scenario, LONG_MS).unref();
  const running = repeat(scenario, stop.signal);
  try {
    const target = await attachToOwnProcess(await SessionConnection.toThisThread());
    try {
      const finding = await findInProcess(target, { windowMs: WINDOW_MS });
      return finding.leaks.length > 0 ? finding : null;
    } finally {
      await target.close();
    }
  } catch {
    // The check stands without its explanation: what grew is told by class and count.
    return null;
  } finally {
    clearInterval(held);
    stop.abort();
    await running;
  }
}

async function repeat(scenario: Scenario, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await scenario();
    await sleep(PAUSE_MS);
  }
}
