import { framesOfLocation } from "./frame.ts";
import { areComparableUnits, scaleMeasurement } from "./measurement.ts";
import type { Profile } from "./model.ts";

/** A file of speedscope's format (speedscope.app/file-format-schema.json) with one sampled profile; to be written as JSON. */
export interface SpeedscopeFile {
  readonly $schema: "https://www.speedscope.app/file-format-schema.json";
  readonly exporter: string;
  readonly shared: { readonly frames: readonly SpeedscopeFrame[] };
  readonly profiles: readonly [
    {
      readonly type: "sampled";
      readonly name: string;
      readonly unit: "none" | "nanoseconds" | "bytes";
      readonly startValue: 0;
      readonly endValue: number;
      /** Stacks of frame numbers, root first. */
      readonly samples: readonly (readonly number[])[];
      readonly weights: readonly number[];
    },
  ];
}

/** A frame of a speedscope file; 1-based lines and columns. */
export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

/**
 * A column of a profile for speedscope. It has no negative widths: samples of a difference that shrank are left out.
 * Inlined calls are frames of their own.
 */
export function speedscopeOf(profile: Profile, column: number): SpeedscopeFile {
  const { samples, sampleTypes } = profile;
  const { type, unit } = sampleTypes[column]!;
  const frames: SpeedscopeFrame[] = [];
  const numbers = new Map<string, number>();
  const framesOf: (readonly number[] | undefined)[] = [];
  const number = (frame: SpeedscopeFrame): number => {
    const key = JSON.stringify(frame);
    const known = numbers.get(key) ?? frames.push(frame) - 1;
    numbers.set(key, known);
    return known;
  };
  const shownUnit = UNITS.find((one) => areComparableUnits(unit, one)) ?? "none";
  const stacks: number[][] = [];
  const weights: number[] = [];
  for (let row = 0; row < samples.count; row++) {
    const value = samples.values.number(row * sampleTypes.length + column);
    if (value <= 0) continue;
    const stack: number[] = [];
    for (let i = samples.locationStarts[row + 1]! - 1; i >= samples.locationStarts[row]!; i--) {
      const location = samples.locations[i]!;
      stack.push(
        ...(framesOf[location] ??= framesOfLocation(profile, location).reverse().map(shown).map(number)),
      );
    }
    stacks.push(stack);
    weights.push(shownUnit === "none" ? value : scaleMeasurement(value, unit, shownUnit).value);
  }
  return {
    $schema: "https://www.speedscope.app/file-format-schema.json",
    exporter: "sawtooth",
    shared: { frames },
    profiles: [
      {
        type: "sampled",
        name: type,
        unit: shownUnit,
        startValue: 0,
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples: stacks,
        weights,
      },
    ],
  };
}

/** The units of speedscope that a profile's convert to. */
const UNITS = ["bytes", "nanoseconds"] as const;

function shown({
  function: name,
  file,
  line,
  column,
}: ReturnType<typeof framesOfLocation>[number]): SpeedscopeFrame {
  return {
    name,
    ...(file === "" ? {} : { file }),
    ...(line === 0 ? {} : { line }),
    ...(column === 0 ? {} : { col: column }),
  };
}
