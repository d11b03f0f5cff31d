import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { InspectorAddress } from "./inspector-port.ts";
import { inspectorNotOpening, openInspector, socketsOf } from "./open-inspector.ts";
import type { ProcessFacts } from "./process-facts.ts";
import { TargetError, type TargetErrorCode } from "./target-error.ts";

/** What the opener tells us; its end without a word means that it could not even start. */
export type OpenerReport =
  | { readonly kind: "opened"; readonly address: InspectorAddress }
  | { readonly kind: "refused"; readonly code: TargetErrorCode; readonly message: string };

/** What the opener is to do, as its one argument. */
export interface OpenerTask {
  readonly pid: number;
  readonly socketsBefore: readonly string[];
  readonly silenceMs: number;
}

/** An inspector that was opened and is watched over. */
export interface GuardedOpening {
  readonly address: InspectorAddress;
  /**
   * Lets the opener go: our own watchdog is set up, or (`false`) could not be and the inspector is to be closed. Resolves
   * when its connection has ended, as V8 forgets the ids it gave to objects at the end of each; after two seconds anyway.
   */
  handOver(watched: boolean): Promise<void>;
}

/** A process in one long synchronous call (execFileSync, a full collection of a huge heap) opens late. */
const WAIT_MS = 20_000;
/** How long the opener may take to go. */
const GOING_MS = 2000;

/**
 * Opens an inspector from a small process of its own, so that it is closed again even if we are killed between the
 * signal and the moment our watchdog is set up. Where no such process can be started, opens it from here.
 */
export async function openGuarded(
  facts: ProcessFacts,
  silenceMs: number,
  signal: AbortSignal | undefined,
): Promise<GuardedOpening> {
  const socketsBefore = socketsOf(facts.pid);
  const opener = startOpener({ pid: facts.pid, socketsBefore: [...socketsBefore], silenceMs });
  const report = await reportOf(opener, facts.pid, signal);
  if (report === null) {
    return { address: await openInspector(facts, socketsBefore, WAIT_MS), handOver: async () => {} };
  }
  if (report.kind === "refused") throw new TargetError(report.code, report.message);
  return {
    address: report.address,
    handOver: async (watched) => {
      if (!opener.connected) return;
      const gone = once(opener, "exit").catch(() => {});
      if (watched) opener.send("taken over", () => opener.disconnect());
      else opener.disconnect();
      await Promise.race([gone, sleep(GOING_MS, undefined, { ref: false })]);
    },
  };
}

function startOpener(task: OpenerTask): ChildProcess {
  const fromSource = import.meta.url.endsWith(".ts");
  const script = new URL(fromSource ? "./opener-process.ts" : "./opener-process.js", import.meta.url);
  const { NODE_OPTIONS: _, ...env } = process.env;
  return fork(fileURLToPath(script), [JSON.stringify(task)], {
    execArgv: fromSource ? ["--import=tsx"] : [],
    env,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    // A group of its own: Ctrl-C, or a kill of our whole group, must not take it along.
    detached: true,
  });
}

/** null when the opener ended without a word. When we give up waiting it goes on, and closes what opens late. */
function reportOf(
  opener: ChildProcess,
  pid: number,
  signal: AbortSignal | undefined,
): Promise<OpenerReport | null> {
  return new Promise((resolve, reject) => {
    const giveUp = (reason: unknown): void => {
      if (opener.connected) opener.disconnect();
      opener.unref();
      reject(reason);
    };
    const timer = setTimeout(() => giveUp(inspectorNotOpening(pid, WAIT_MS)), WAIT_MS);
    const aborted = (): void => giveUp(signal?.reason);
    signal?.addEventListener("abort", aborted, { once: true });
    const settle = (report: OpenerReport | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
      resolve(report);
    };
    opener.once("message", (report) => settle(report as OpenerReport));
    opener.once("error", () => settle(null));
    opener.once("exit", () => settle(null));
  });
}
