import { isNumberLabel } from "./label-units.ts";
import { scaleMeasurement } from "./measurement.ts";
import type { Profile } from "./model.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import { ProfileRangeError } from "./range-error.ts";

/** Whether a sample of the profile that is asked about has a certain label. */
export type TagMatch = (profile: Profile, sample: number) => boolean;

/** A tag filter, and whether what was written was taken as a range of numbers. */
export interface TagFilter {
  readonly matches: TagMatch;
  readonly isRange: boolean;
}

/**
 * Compiles pprof's tag filter `[key=]expression`. A range of numbers, `32kb`, `:64kb`, `4mb:` or `12kb:64mb`, is asked of
 * number labels, in the unit of their key. Anything else is patterns with commas between, asked of text labels: without a
 * key all of them must match some `key:value`, with a key one of them some value. Throws PatternError; ProfileRangeError for a
 * number beyond 64 bits.
 */
export function compileTagFilter(expression: string, units: ReadonlyMap<string, string>): TagFilter {
  const equals = expression.indexOf("=");
  const wanted = equals > 0 ? expression.slice(0, equals) : "";
  const value = equals < 0 ? expression : expression.slice(equals + 1);
  const range = parseRange(value);
  if (range !== null) return { isRange: true, matches: numberMatch(wanted, range, units) };
  const patterns = value.split(",").map(compilePattern);
  return { isRange: false, matches: textMatch(wanted, patterns) };
}

/** Whether a value in a unit is within a range. */
type Range = (value: number, unit: string) => boolean;

/** The range that a text describes; null when it is none. */
function parseRange(text: string): Range | null {
  const [low, high] = text.matchAll(/([+-]?[0-9]+)([A-Za-z]+)?/g);
  if (low === undefined) return null;
  const { value: least, unit } = limit(low, low[2] ?? "");
  const within = (holds: (value: number) => boolean): Range => {
    return (value, from) => {
      const scaled = scaleMeasurement(value, from, unit);
      return scaled.unit === unit && holds(scaled.value);
    };
  };
  if (high === undefined) {
    if (text === low[0]) return within((value) => value === least);
    if (text === `${low[0]}:`) return within((value) => value >= least);
    return text === `:${low[0]}` ? within((value) => value <= least) : null;
  }
  if (text !== `${low[0]}:${high[0]}`) return null;
  const most = limit(high, unit);
  return most.unit === unit ? within((value) => value >= least && value <= most.value) : null;
}

function limit(match: RegExpExecArray, to: string): { value: number; unit: string } {
  const exact = BigInt(match[1]!.replace(/^\+/, ""));
  if (exact !== BigInt.asIntN(64, exact)) {
    throw new ProfileRangeError(`${match[1]} in a tag filter: numbers of 64 bits are allowed`);
  }
  return scaleMeasurement(Number(exact), match[2] ?? "", to);
}

function numberMatch(wanted: string, range: Range, units: ReadonlyMap<string, string>): TagMatch {
  return ({ samples, strings }, sample) => {
    const { labels, labelStarts } = samples;
    for (let label = labelStarts[sample]!; label < labelStarts[sample + 1]!; label++) {
      if (!isNumberLabel(labels, label)) continue;
      const key = strings.at(labels.keys[label]!);
      if (wanted !== "" && key !== wanted) continue;
      if (range(labels.numbers.number(label), units.get(key) ?? "")) return true;
    }
    return false;
  };
}

function textMatch(wanted: string, patterns: readonly Pattern[]): TagMatch {
  const matchers = patterns.map(remembering);
  const has = (profile: Profile, sample: number, matches: (text: string) => boolean): boolean =>
    someText(profile, sample, (key, text) => {
      if (wanted === "") return matches(`${key}:${text}`);
      return key === wanted && matches(text);
    });
  if (wanted === "") return (profile, sample) => matchers.every((one) => has(profile, sample, one));
  return (profile, sample) => matchers.some((one) => has(profile, sample, one));
}

function someText(
  { samples, strings }: Profile,
  sample: number,
  test: (key: string, text: string) => boolean,
): boolean {
  const { labels, labelStarts } = samples;
  for (let label = labelStarts[sample]!; label < labelStarts[sample + 1]!; label++) {
    if (labels.texts[label] === 0) continue;
    if (test(strings.at(labels.keys[label]!), strings.at(labels.texts[label]!))) return true;
  }
  return false;
}

/** Labels have few values: each is asked once. */
function remembering(pattern: Pattern): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = pattern.matches(text);
      answers.set(text, answer);
    }
    return answer;
  };
}
