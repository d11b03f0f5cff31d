import type { Profile } from "./model.ts";
import { filterByName, showFrom } from "./name-filter.ts";
import { PatternError } from "./pattern-error.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import { pruneFrom } from "./prune.ts";
import { everything, select, withLabels } from "./selection.ts";
import { compileTagFilter, type TagMatch } from "./tag-filter.ts";

/** What to keep and what to leave out, as written in pprof's options of these names; "" for an option not given. */
export interface FilterOptions {
  readonly focus: string;
  readonly ignore: string;
  readonly hide: string;
  readonly show: string;
  readonly showFrom: string;
  readonly pruneFrom: string;
  readonly tagFocus: string;
  readonly tagIgnore: string;
  readonly tagShow: string;
  readonly tagHide: string;
}

/** A filter that cannot be understood; the message names the option: "parsing focus regexp: …". */
export class FilterError extends Error {
  override readonly name = "FilterError";
  readonly code = "filter";
}

/**
 * Filters a profile in pprof's order: names, show_from, tags, labels shown, prune_from. A filter that matches nothing
 * says so through `warn` and is applied all the same. `units` are those of `numericLabelUnits`. Throws FilterError.
 */
export function applyFilters(
  profile: Profile,
  options: FilterOptions,
  units: ReadonlyMap<string, string>,
  warn: (line: string) => void,
): Profile {
  const names = {
    focus: compiled("focus", options.focus),
    ignore: compiled("ignore", options.ignore),
    hide: compiled("hide", options.hide),
    show: compiled("show", options.show),
  };
  const from = compiled("show_from", options.showFrom);
  const tags = {
    focus: compiledTag("tagfocus", options.tagFocus, units, warn),
    ignore: compiledTag("tagignore", options.tagIgnore, units, warn),
  };
  const prune = compiled("prune_from", options.pruneFrom);

  const named = filterByName(profile, names);
  if (names.focus !== null && !named.matched.focus) warnOf("Focus", warn);
  if (names.ignore !== null && !named.matched.ignore) warnOf("Ignore", warn);
  if (names.hide !== null && !named.matched.hide) warnOf("Hide", warn);
  if (names.show !== null && !named.matched.show) warnOf("Show", warn);
  let filtered = named.profile;
  if (from !== null) {
    const cut = showFrom(filtered, from);
    if (!cut.matched) warnOf("ShowFrom", warn);
    filtered = cut.profile;
  }
  filtered = filterByTag(filtered, tags, warn);
  filtered = filterTags(
    filtered,
    compiled("tagshow", options.tagShow),
    compiled("taghide", options.tagHide),
    warn,
  );
  return prune === null ? filtered : pruneFrom(filtered, prune);
}

function warnOf(option: string, warn: (line: string) => void): void {
  warn(`${option} expression matched no samples`);
}

function compiled(option: string, written: string): Pattern | null {
  return written === "" ? null : naming(option, () => compilePattern(written));
}

function compiledTag(
  option: string,
  written: string,
  units: ReadonlyMap<string, string>,
  warn: (line: string) => void,
): TagMatch | null {
  if (written === "") return null;
  const { matches, isRange } = naming(option, () => compileTagFilter(written, units));
  if (isRange)
    warn(`${option}:Interpreted '${written.slice(written.indexOf("=") + 1)}' as range, not regexp`);
  return matches;
}

function naming<T>(option: string, compile: () => T): T {
  try {
    return compile();
  } catch (cause) {
    if (cause instanceof PatternError)
      throw new FilterError(`parsing ${option} regexp: ${cause.message}`, { cause });
    if (cause instanceof RangeError) throw new FilterError(`parsing ${option}: ${cause.message}`, { cause });
    throw cause;
  }
}

function filterByTag(
  profile: Profile,
  { focus, ignore }: { focus: TagMatch | null; ignore: TagMatch | null },
  warn: (line: string) => void,
): Profile {
  if (focus === null && ignore === null) return profile;
  const selection = everything(profile);
  let hasFocused = focus === null;
  let hasIgnored = ignore === null;
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const isFocused = focus === null || focus(profile, sample);
    const isIgnored = ignore !== null && ignore(profile, sample);
    hasFocused ||= isFocused;
    hasIgnored ||= isIgnored;
    if (!isFocused || isIgnored) selection.kept[sample] = 0;
  }
  if (!hasFocused) warnOf("TagFocus", warn);
  if (!hasIgnored) warnOf("TagIgnore", warn);
  return select(profile, selection);
}

/** Keeps the labels whose key matches `show` and does not match `hide`. */
function filterTags(
  profile: Profile,
  show: Pattern | null,
  hide: Pattern | null,
  warn: (line: string) => void,
): Profile {
  if (show === null && hide === null) return profile;
  const { labels } = profile.samples;
  let hasShown = show === null;
  let hasHidden = hide === null;
  const answers: (boolean | undefined)[] = [];
  const keeps = (keyIndex: number): boolean => {
    const key = profile.strings.at(keyIndex);
    const isShown = show === null || show.matches(key);
    const isHidden = hide?.matches(key) === true;
    hasShown ||= isShown;
    hasHidden ||= isHidden;
    return isShown && !isHidden;
  };
  const filtered = withLabels(profile, (label) => {
    const key = labels.keys[label]!;
    return (answers[key] ??= keeps(key));
  });
  if (!hasShown) warnOf("TagShow", warn);
  if (!hasHidden) warnOf("TagHide", warn);
  return filtered;
}
