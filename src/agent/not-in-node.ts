import { profileFile } from "./profile-file.ts";
import { Refusal, textAnswer, type AgentRequest, type Answer } from "./answer.ts";
import { numberParameter } from "./parameters.ts";
import type { Surroundings } from "./surroundings.ts";
import { ProfileBuilder } from "#profile";

/** Go's execution trace is a format of Go's runtime: nothing in Node.js could fill it. */
export async function answerTrace(): Promise<Answer> {
  throw new Refusal(
    501,
    "trace: Node.js makes no Go execution trace; take /debug/pprof/profile?seconds=5, or run node --trace-events-enabled",
  );
}

const NO_MUTEXES = "JavaScript has no mutexes: no thread of the program ever waits for one";

/** An empty profile with Go's sample types, so that scrapers which ask for it by habit are content. */
export async function answerMutex(_: Surroundings, request: AgentRequest): Promise<Answer> {
  if (numberParameter(request, "debug") > 0)
    return textAnswer(`--- mutex:\ncycles/second=1000000000\nsampling period=0\n# ${NO_MUTEXES}\n`);
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "contentions", unit: "count" },
      { type: "delay", unit: "nanoseconds" },
    ],
    periodType: { type: "contentions", unit: "count" },
    period: 1n,
    timeNanos: BigInt(Date.now()) * 1_000_000n,
    comments: [NO_MUTEXES],
  });
  return await profileFile("mutex", builder.build());
}
