import { jsonAnswer, type Answer } from "./answer.ts";

/** By this the agent is told from other services with /debug/pprof/. */
const AGENT = "sawtooth";

/** What the agent is and what it answers beside Go's profiles. */
export async function answerOwnIndex(): Promise<Answer> {
  return jsonAnswer({
    version: 1,
    agent: AGENT,
    pid: process.pid,
    node: process.version,
    endpoints: {
      leaks: "what only grows, who holds it and which line adds to it; seconds=30",
      collections: "the largest collections by holder; top=30",
      memory: "memory since the agent started, now, and its limits",
      snapshot: "a heap snapshot; stops the program, so only with confirm=yes",
    },
  });
}
