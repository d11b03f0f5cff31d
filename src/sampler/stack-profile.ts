import {
  ProfileBuilder,
  type LabelRow,
  type LocationIndex,
  type MappingIndex,
  type Profile,
  type ProfileHeader,
} from "#profile";
import type { StackFrame } from "./heap-tree.ts";
import { SYMBOLIZED } from "./program-mapping.ts";

/** A stack with a value for each sample type. */
export interface ValuedStack {
  readonly frames: readonly StackFrame[];
  readonly values: readonly number[];
  readonly labels?: readonly LabelRow[];
}

/** A profile of stacks, its first mapping the program itself; stacks whose values are all 0 are left out. */
export function profileOfStacks(
  header: Pick<ProfileHeader, "sampleTypes"> & Partial<ProfileHeader>,
  program: string,
  stacks: Iterable<ValuedStack>,
): Profile {
  const builder = new ProfileBuilder(header);
  const mapping = builder.addMapping({
    file: program,
    flags: SYMBOLIZED,
  });
  const places = new Places(builder, mapping);
  for (const { frames, values, labels } of stacks) {
    const rounded = values.map((value) => Math.round(value));
    if (rounded.every((value) => value === 0)) continue;
    builder.addSample(
      frames.map((frame) => places.location(frame)),
      rounded,
      labels,
    );
  }
  return builder.build();
}

/** Functions by script, start and name, and the places in them. */
class Places {
  readonly #builder: ProfileBuilder;
  readonly #mapping: MappingIndex;
  readonly #functions = new Map<string, ReturnType<ProfileBuilder["addFunction"]>>();
  readonly #locations = new Map<string, LocationIndex>();

  constructor(builder: ProfileBuilder, mapping: MappingIndex) {
    this.#builder = builder;
    this.#mapping = mapping;
  }

  location(frame: StackFrame): LocationIndex {
    const { key, name, file, startLine, line, column } = frame;
    const place = `${key}\0${line}\0${column}`;
    const known = this.#locations.get(place);
    if (known !== undefined) return known;
    const row = this.#functions.get(key) ?? this.#builder.addFunction({ name, file, startLine });
    this.#functions.set(key, row);
    const location = this.#builder.addLocation({
      mapping: this.#mapping,
      // Some readers tell locations apart by their address alone.
      address: this.#locations.size + 1,
      lines: [{ function: row, line, column }],
    });
    this.#locations.set(place, location);
    return location;
  }
}
