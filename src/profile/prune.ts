import type { Profile } from "./model.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import { everything, select, withLines } from "./selection.ts";

/**
 * Takes out the frames that a profile says are of no interest, its `dropFrames` but for `keepFrames`, with everything
 * they called: allocators and signal handlers below the program's own frames. A stack of nothing else stays whole.
 * Throws PatternError for a profile whose patterns are none.
 */
export function removeUninteresting(profile: Profile): Profile {
  if (profile.dropFrames === "") return profile;
  const drop = compilePattern(`^(${profile.dropFrames})$`);
  const keep = profile.keepFrames === "" ? null : compilePattern(`^(${profile.keepFrames})$`);
  return prune(profile, drop, keep);
}

const LINE_PRUNED = 1;
const LOCATION_PRUNED = 2;

/** Removes matching frames and those below them, scanning each stack from its root (profile/prune.go, Prune). */
export function prune(profile: Profile, drop: Pattern, keep: Pattern | null): Profile {
  const { locations, samples } = profile;
  const isPruned = functionJudge(profile, (name) => drop.matches(name) && keep?.matches(name) !== true);
  const lines = new Uint8Array(locations.lines.functions.length).fill(1);
  const pruned = new Uint8Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    const first = locations.lineStarts[location]!;
    const end = locations.lineStarts[location + 1]!;
    let line = end - 1;
    while (line >= first && !isPruned(locations.lines.functions[line]!)) line--;
    if (line < first) continue;
    pruned[location] = line === end - 1 ? LOCATION_PRUNED : LINE_PRUNED;
    if (pruned[location] === LINE_PRUNED) lines.fill(0, first, line + 1);
  }
  const selection = everything(profile);
  for (let sample = 0; sample < samples.count; sample++) {
    selection.firsts[sample] = prunedStart(profile, sample, pruned);
  }
  return { ...select(profile, selection), locations: withLines(locations, lines) };
}

/** Where a stack begins when what is pruned is cut off. Nothing is before its first frame that is not pruned. */
function prunedStart({ samples }: Profile, sample: number, pruned: Uint8Array): number {
  const first = samples.locationStarts[sample]!;
  let hasOther = false;
  for (let i = samples.locationStarts[sample + 1]! - 1; i >= first; i--) {
    const kind = pruned[samples.locations[i]!]!;
    if (kind === 0) hasOther = true;
    else if (hasOther) return kind === LOCATION_PRUNED ? i + 1 : i;
  }
  return first;
}

/** Drops what the innermost matching frame called, as pprof's -prune_from; the frame itself stays. */
export function pruneFrom(profile: Profile, pattern: Pattern): Profile {
  const { locations, samples } = profile;
  const matches = functionJudge(profile, (name) => pattern.matches(name));
  const lines = new Uint8Array(locations.lines.functions.length).fill(1);
  const found = new Uint8Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    const end = locations.lineStarts[location + 1]!;
    const first = locations.lineStarts[location]!;
    let line = first;
    while (line < end && !matches(locations.lines.functions[line]!)) line++;
    if (line === end) continue;
    found[location] = 1;
    lines.fill(0, first, line);
  }
  const selection = everything(profile);
  for (let sample = 0; sample < samples.count; sample++) {
    const end = samples.locationStarts[sample + 1]!;
    let first = samples.locationStarts[sample]!;
    while (first < end && found[samples.locations[first]!] === 0) first++;
    if (first < end) selection.firsts[sample] = first;
  }
  return { ...select(profile, selection), locations: withLines(locations, lines) };
}

/** Asks each function once, by its simple name; one without a name is never judged so. */
function functionJudge(profile: Profile, judges: (name: string) => boolean): (row: number) => boolean {
  const answers: (boolean | undefined)[] = [];
  const { functions, strings } = profile;
  return (row) => (answers[row] ??= nameIs(strings.at(functions.names[row]!), judges));
}

function nameIs(name: string, judges: (name: string) => boolean): boolean {
  return name !== "" && judges(simpleName(name));
}

/** A function's name without the leading dot of PowerPC and without its parameters: `A::f` of `A::f(int)`. */
function simpleName(name: string): string {
  const bare = name.startsWith(".") ? name.slice(1) : name;
  for (const { 0: found, index } of bare.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g)) {
    if (found === "(") return bare.slice(0, index);
  }
  return bare;
}
