import { parentPort, workerData } from "node:worker_threads";
import { runAgent } from "./agent-thread.ts";
import type { AgentSetup } from "./wire.ts";

/** Entry of the agent's program, which is bundled to one text: in a worker it runs at once, else whoever loads it runs it. */
const setup = (workerData as { sawtooth?: AgentSetup } | null)?.sawtooth;
if (parentPort !== null && setup !== undefined) void runAgent(parentPort, setup);

export { runAgent };
