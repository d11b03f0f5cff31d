import type { Profile } from "./model.ts";
import { NameMatch } from "./name-match.ts";
import type { Pattern } from "./pattern.ts";
import { everything, select, withLines } from "./selection.ts";

/** Patterns of functions, files and mappings; null where there is none. */
export interface NamePatterns {
  /** Samples stay that have a matching frame, */
  readonly focus: Pattern | null;
  /** and have no frame that matches this. */
  readonly ignore: Pattern | null;
  /** Matching frames go. */
  readonly hide: Pattern | null;
  /** Only matching frames stay. */
  readonly show: Pattern | null;
}

/** A filtered profile, and which of the patterns matched anything. */
export interface NameFiltered {
  readonly profile: Profile;
  readonly matched: Record<keyof NamePatterns, boolean>;
}

const IGNORED = 1;
const FOCUSED = 2;

/**
 * Keeps samples and frames by name, as pprof's -focus, -ignore, -hide and -show. Whether a sample stays is decided by
 * its frames before any are hidden; a sample without a frame left goes (google/pprof profile/filter.go).
 */
export function filterByName(profile: Profile, patterns: NamePatterns): NameFiltered {
  const matched = { focus: false, ignore: false, hide: false, show: false };
  const [focus, ignore, hide, show] = [patterns.focus, patterns.ignore, patterns.hide, patterns.show].map(
    (pattern) => (pattern === null ? null : new NameMatch(profile, pattern)),
  ) as [NameMatch | null, NameMatch | null, NameMatch | null, NameMatch | null];
  if (focus === null && ignore === null && hide === null && show === null) return { profile, matched };
  const { locations } = profile;
  const judgement = new Uint8Array(locations.count);
  const lines = new Uint8Array(locations.lines.functions.length).fill(1);
  const selection = everything(profile, hide !== null || show !== null);
  for (let location = 0; location < locations.count; location++) {
    if (ignore?.location(location) === true) {
      matched.ignore = true;
      judgement[location] = IGNORED;
    } else if (focus === null || focus.location(location)) {
      matched.focus = true;
      judgement[location] = FOCUSED;
    }
    const first = locations.lineStarts[location]!;
    const end = locations.lineStarts[location + 1]!;
    let left = end - first;
    if (hide?.location(location) === true) {
      matched.hide = true;
      left = hideLines(lines, first, end, hide.mapping(location) ? null : hide);
    }
    if (show !== null) {
      if (!show.mapping(location)) left = showLines(lines, first, end, show);
      if (left > 0) matched.show = true;
    }
    const hides = hide?.location(location) === true || show !== null;
    if (hides && left === 0) selection.hidden![location] = 1;
  }
  keepJudged(profile, judgement, selection.kept);
  const filtered = select(profile, dropHidden(selection));
  return { profile: { ...filtered, locations: withLines(locations, lines) }, matched };
}

/** Without a hidden location an empty stack is no reason for a sample to go. */
function dropHidden(selection: ReturnType<typeof everything>): ReturnType<typeof everything> {
  return selection.hidden?.includes(1) === true ? selection : { ...selection, hidden: null };
}

/** Takes away the lines that match, or all without a matcher, and counts those left. */
function hideLines(lines: Uint8Array, first: number, end: number, match: NameMatch | null): number {
  for (let line = first; line < end; line++) {
    if (match === null || match.line(line)) lines[line] = 0;
  }
  return countLeft(lines, first, end);
}

function showLines(lines: Uint8Array, first: number, end: number, match: NameMatch): number {
  for (let line = first; line < end; line++) {
    if (!match.line(line)) lines[line] = 0;
  }
  return countLeft(lines, first, end);
}

function countLeft(lines: Uint8Array, first: number, end: number): number {
  let left = 0;
  for (let line = first; line < end; line++) left += lines[line]!;
  return left;
}

function keepJudged({ samples }: Profile, judgement: Uint8Array, kept: Uint8Array): void {
  for (let sample = 0; sample < samples.count; sample++) {
    let isFocused = false;
    let isIgnored = false;
    for (
      let i = samples.locationStarts[sample]!;
      i < samples.locationStarts[sample + 1]! && !isIgnored;
      i++
    ) {
      const judged = judgement[samples.locations[i]!];
      isFocused ||= judged === FOCUSED;
      isIgnored = judged === IGNORED;
    }
    if (!isFocused || isIgnored) kept[sample] = 0;
  }
}

/** A profile cut at a pattern, and whether it matched anything. */
export interface Cut {
  readonly profile: Profile;
  readonly matched: boolean;
}

/**
 * Drops the frames that called the outermost matching one, as pprof's -show_from: of A → B → C → B, B leaves B → C → B.
 * Samples without a match go.
 */
export function showFrom(profile: Profile, pattern: Pattern): Cut {
  const match = new NameMatch(profile, pattern);
  const { locations, samples } = profile;
  const lines = new Uint8Array(locations.lines.functions.length).fill(1);
  const found = new Uint8Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    if (match.mapping(location)) found[location] = 1;
    else found[location] = cutCallers(lines, locations.lineStarts, location, match);
  }
  const selection = everything(profile);
  for (let sample = 0; sample < samples.count; sample++) {
    const first = samples.locationStarts[sample]!;
    let end = samples.locationStarts[sample + 1]!;
    while (end > first && found[samples.locations[end - 1]!] === 0) end--;
    selection.ends[sample] = end;
    if (end === first) selection.kept[sample] = 0;
  }
  const cut = select(profile, selection);
  return { profile: { ...cut, locations: withLines(locations, lines) }, matched: found.includes(1) };
}

/** Of a location's lines, takes away those behind the last that matches; 0 when none does. */
function cutCallers(lines: Uint8Array, lineStarts: Uint32Array, location: number, match: NameMatch): 0 | 1 {
  const first = lineStarts[location]!;
  const end = lineStarts[location + 1]!;
  let last = end - 1;
  while (last >= first && !match.line(last)) last--;
  if (last < first) return 0;
  lines.fill(0, last + 1, end);
  return 1;
}
