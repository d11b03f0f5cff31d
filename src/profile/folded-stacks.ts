import type { LocationIndex, Profile } from "./model.ts";
import { ProfileBuilder } from "./profile-builder.ts";
import { TextLines } from "./text-lines.ts";

/**
 * Reads folded stacks, `main;handle;parse 42`, a line for each stack with its root first and a count behind it, as flame
 * graph tools write them. Null for a text in which any line is something else.
 */
export function readFoldedStacks(text: string): Profile | null {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "samples", unit: "count" }] });
  const locations = new Map<string, LocationIndex>();
  const lines = new TextLines(text);
  while (lines.next()) {
    const line = lines.line.trimEnd();
    if (line === "") continue;
    const blank = line.lastIndexOf(" ");
    const count = line.slice(blank + 1);
    if (blank <= 0 || !/^\d{1,15}$/.test(count)) return null;
    const stack = line.slice(0, blank).trim().split(";").reverse();
    builder.addSample(
      stack.map((name) => locations.get(name) ?? added(builder, locations, name)),
      [Number(count)],
    );
  }
  return builder.samples.count === 0 ? null : builder.build();
}

function added(builder: ProfileBuilder, locations: Map<string, LocationIndex>, name: string): LocationIndex {
  const location = builder.addLocation({ lines: [{ function: builder.addFunction({ name }) }] });
  locations.set(name, location);
  return location;
}
