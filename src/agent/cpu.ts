import type { AgentRequest, Answer } from "./answer.ts";
import { boundedSeconds } from "./parameters.ts";
import { profileFile } from "./profile-file.ts";
import type { Surroundings } from "./surroundings.ts";

const usualSeconds = 30;
const mostSeconds = 900;
const busy = "Could not enable CPU profiling: cpu profiling already in use";

/** `profile?seconds=30`: what the main thread ran, stuck or not. A bad number of seconds counts as none, as in Go. */
export async function answerCpu(
  { turnstiles, profiler }: Surroundings,
  request: AgentRequest,
): Promise<Answer> {
  const text = request.query.get("seconds") ?? "";
  const asked = /^\+?\d{1,15}$/.test(text) ? Number(text) : 0;
  const seconds = boundedSeconds(asked > 0 ? asked : usualSeconds, mostSeconds);
  const take = turnstiles.cpu.pass(seconds * 1000, () => profiler.cpu(seconds * 1000, request.signal), busy);
  return await profileFile("profile", await take);
}
