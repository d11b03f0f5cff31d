import type { Profile } from "#profile";
import { textAnswer, type AgentRequest, type Answer } from "./answer.ts";
import { deltaOf, deltaSeconds } from "./delta.ts";
import { numberParameter } from "./parameters.ts";
import { profileFile } from "./profile-file.ts";
import { textStacks } from "./stack-text.ts";
import type { Surroundings } from "./surroundings.ts";
import { waitForClient } from "./wait.ts";

/** A profile that costs little to take, and how its text form is written. */
export interface CountedProfile {
  readonly name: string;
  readonly take: () => Promise<Profile>;
  readonly text: (profile: Profile, debug: number) => string | Promise<string>;
}

/** Answers with such a profile: as a file, as text, or with what changed in some seconds. */
export async function answerCounted(
  { name, take, text }: CountedProfile,
  request: AgentRequest,
): Promise<Answer> {
  const debug = numberParameter(request, "debug");
  const seconds = deltaSeconds(request, debug);
  if (seconds !== null) {
    const begun = performance.now();
    const before = await take();
    await waitForClient(seconds * 1000, request.signal);
    return await profileFile(`${name}-delta`, deltaOf(before, await take(), performance.now() - begun));
  }
  const profile = await take();
  return debug > 0 ? textAnswer(await text(profile, debug)) : await profileFile(name, profile);
}

/** Counts as Go writes them with `debug=1`: `goroutine profile: total 4`, then each stack with its count. */
export function countText(name: string, profile: Profile, { addresses }: Surroundings): string {
  const stacks = textStacks(profile, 0, addresses);
  const total = stacks.reduce((sum, { values }) => sum + values[0]!, 0);
  const body = stacks.map((stack) => `${stack.values[0]} @${stack.addresses}\n${stack.lines}\n`).join("");
  return `${name} profile: total ${total}\n${body}`;
}
