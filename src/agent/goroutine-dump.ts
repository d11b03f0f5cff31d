import { framesOfLocation, type Frame, type Profile } from "#profile";
import type { Surroundings } from "./surroundings.ts";

/** Long enough for a few samples of a thread that runs; one that waits has none. */
const lookMs = 50;
const mostShown = 1000;

/**
 * What Go prints of each goroutine with `debug=2`: here first the main thread, with the stack it runs just now, then what
 * is open, one by one, with the stack that made it where that is known.
 */
export async function goroutineDump({ profiler }: Surroundings, resources: Profile): Promise<string> {
  const running = heaviest(await profiler.cpu(lookMs));
  const blocks = [block(1, running === null ? "IO wait" : "running", running ?? [])];
  const { samples } = resources;
  for (let row = 0; row < samples.count && blocks.length < mostShown; row++) {
    const [kind, ...made] = stackOf(resources, row);
    const count = samples.values.number(row);
    for (let n = 0; n < count && blocks.length < mostShown; n++)
      blocks.push(block(blocks.length + 1, kind?.function ?? "", made));
  }
  return blocks.join("\n");
}

/** The stack with most of the samples; null when there are none. */
function heaviest(profile: Profile): Frame[] | null {
  const { samples, sampleTypes } = profile;
  let best = -1;
  let most = 0;
  for (let row = 0; row < samples.count; row++) {
    const count = samples.values.number(row * sampleTypes.length);
    if (count <= most) continue;
    most = count;
    best = row;
  }
  const stack = best < 0 ? null : stackOf(profile, best);
  // V8 names what is none of the program's code in brackets: (program), (garbage collector).
  return stack === null || stack.every((frame) => frame.file === "") ? null : stack;
}

function stackOf(profile: Profile, row: number): Frame[] {
  const { locationStarts, locations } = profile.samples;
  const frames: Frame[] = [];
  for (let at = locationStarts[row]!; at < locationStarts[row + 1]!; at++)
    frames.push(...framesOfLocation(profile, locations[at]!));
  return frames;
}

function block(id: number, state: string, frames: readonly Frame[]): string {
  const lines = frames.map((frame) => `${frame.function}(...)\n\t${frame.file}:${frame.line} +0x0\n`);
  return `goroutine ${id} [${state}]:\n${lines.join("")}`;
}
