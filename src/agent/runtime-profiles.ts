import type { Profile } from "#profile";
import { profileOfStacks, scriptFile, type StackFrame } from "#sampler";
import { attachToOwnProcess } from "#target";
import type { AgentRequest, Answer } from "./answer.ts";
import { answerCounted, countText } from "./counted.ts";
import { goroutineDump } from "./goroutine-dump.ts";
import { textStacks } from "./stack-text.ts";
import type { Surroundings } from "./surroundings.ts";

/** `goroutine`: what the program has open. With `debug=2` one by one, after what the main thread runs just now. */
export function answerGoroutine(surroundings: Surroundings, request: AgentRequest): Promise<Answer> {
  const { profiler } = surroundings;
  return answerCounted(
    {
      name: "goroutine",
      take: () => profiler.resources(),
      text: (profile, debug) =>
        debug >= 2 ? goroutineDump(surroundings, profile) : countText("goroutine", profile, surroundings),
    },
    request,
  );
}

/** `threadcreate`: the main thread, the program's worker threads, and ours. */
export function answerThreadcreate(surroundings: Surroundings, request: AgentRequest): Promise<Answer> {
  return answerCounted(
    {
      name: "threadcreate",
      take: () => threads(surroundings),
      text: (profile) => countText("threadcreate", profile, surroundings),
    },
    request,
  );
}

/** `block`: times when the event loop stood still, by the stack that blocked it. */
export function answerBlock(surroundings: Surroundings, request: AgentRequest): Promise<Answer> {
  const { stalls, addresses, profiler } = surroundings;
  return answerCounted(
    {
      name: "block",
      take: () => profiler.inSources(stalls.profile(process.execPath)),
      text: (profile) => {
        const rows = textStacks(profile, 1, addresses).map(
          ({ values, addresses: places, lines }) => `${values[1]} ${values[0]} @${places}\n${lines}\n`,
        );
        return `--- contention:\ncycles/second=1000000000\n${rows.join("")}`;
      },
    },
    request,
  );
}

async function threads({ mainThread }: Surroundings): Promise<Profile> {
  const target = await attachToOwnProcess(await mainThread.connect());
  try {
    const sessions = await target.workerSessions();
    await Promise.all(sessions.map((session) => session.detach()));
    const workers = sessions.map(({ title, url }) => frame(title || "worker thread", scriptFile(url)));
    const stacks = [frame("main thread", target.description.command), ...workers];
    return profileOfStacks(
      {
        sampleTypes: [{ type: "threadcreate", unit: "count" }],
        periodType: { type: "threadcreate", unit: "count" },
        period: 1n,
        timeNanos: BigInt(Date.now()) * 1_000_000n,
      },
      process.execPath,
      stacks.map((each) => ({ frames: [each], values: [1] })),
    );
  } finally {
    await target.close();
  }
}

function frame(name: string, file: string): StackFrame {
  return { key: `${name}\0${file}`, name, file, startLine: 1, line: 1, column: 1 };
}
