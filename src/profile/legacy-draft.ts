import { inOrder, mappingOf, ANYWHERE, type LegacyMapping } from "./legacy-mappings.ts";
import { uninterestingFrames } from "./legacy-frames.ts";
import type { LocationIndex, MappingIndex, Profile, ProfileHeader } from "./model.ts";
import {
  MAPPING_HAS_FILENAMES,
  MAPPING_HAS_FUNCTIONS,
  MAPPING_HAS_INLINE_FRAMES,
  MAPPING_HAS_LINE_NUMBERS,
} from "./model.ts";
import { ProfileBuilder, type LabelRow } from "./profile-builder.ts";

/** A frame that a legacy profile names. */
export interface NamedLine {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** A sample of a legacy profile: its stack by address, leaf first. */
export interface LegacySample {
  stack: bigint[];
  values: bigint[];
  labels: LabelRow[];
}

/** A profile of an older format while it is read. */
export class LegacyDraft {
  header: Pick<ProfileHeader, "sampleTypes"> & Partial<ProfileHeader>;
  readonly samples: LegacySample[] = [];
  mappings: LegacyMapping[] = [];
  /** Frames by address, innermost first; an empty list for an address that is known to have no name. */
  readonly names: Map<bigint, NamedLine[]> = new Map<bigint, NamedLine[]>();
  /** Whether addresses are only numbers for names: they are then 0 in the profile, and no stack is trimmed by them. */
  #areNumbers = false;

  constructor(header: Pick<ProfileHeader, "sampleTypes"> & Partial<ProfileHeader>) {
    this.header = header;
  }

  /** Gives numbered places their names. */
  nameOnly(names: ReadonlyMap<bigint, NamedLine>): void {
    this.#areNumbers = true;
    for (const [address, line] of names) this.names.set(address, [line]);
  }

  /** The profile: locations numbered as samples first use them, each in its mapping. */
  finish(): Profile {
    const mappings = inOrder(this.mappings);
    if (this.names.size > 0 && !this.#areNumbers) this.#trimUnnamed();
    const builder = new ProfileBuilder({ ...this.header, ...uninterestingFrames(this.header.sampleTypes) });
    const placed = this.#placeAddresses(mappings);
    // The made-up mapping comes last; mappings are added once all addresses are placed, which may widen them.
    const flags = this.names.size > 0 ? NAMED : 0;
    const rows = mappings.map((mapping) => builder.addMapping({ ...mapping, flags }));
    const anywhere = [...placed.values()].includes(-1)
      ? builder.addMapping({ ...ANYWHERE, flags })
      : undefined;
    const locations = this.#addLocations(builder, placed, (place) => (place === -1 ? anywhere : rows[place]));
    for (const { stack, values, labels } of this.samples) {
      builder.addSample(
        stack.map((address) => locations.get(address)!),
        values,
        labels,
      );
    }
    return builder.build();
  }

  /** For each address its mapping, -1 for the made-up one; undefined for address 0, which is nowhere. */
  #placeAddresses(mappings: readonly LegacyMapping[]): Map<bigint, number | undefined> {
    const placed = new Map<bigint, number | undefined>();
    for (const { stack } of this.samples) {
      for (const address of stack) {
        if (!placed.has(address)) placed.set(address, this.#place(mappings, address));
      }
    }
    return placed;
  }

  #place(mappings: readonly LegacyMapping[], address: bigint): number | undefined {
    if (address === 0n || (this.#areNumbers && this.names.has(address))) return undefined;
    return mappingOf(mappings, address);
  }

  #addLocations(
    builder: ProfileBuilder,
    placed: ReadonlyMap<bigint, number | undefined>,
    mappingAt: (place: number) => MappingIndex | undefined,
  ): Map<bigint, LocationIndex> {
    const functions = new Map<string, ReturnType<ProfileBuilder["addFunction"]>>();
    const locations = new Map<bigint, LocationIndex>();
    for (const [address, place] of placed) {
      const lines = (this.names.get(address) ?? []).map(({ name, file, line }) => {
        const key = `${name}\0${file}`;
        const known = functions.get(key) ?? builder.addFunction({ name, file });
        functions.set(key, known);
        return { function: known, line };
      });
      const mapping = place === undefined ? undefined : mappingAt(place);
      const row = { address: this.#areNumbers ? 0n : address, lines };
      locations.set(address, builder.addLocation(mapping === undefined ? row : { ...row, mapping }));
    }
    return locations;
  }

  /** Go names all frames of a stack but its runtime's at both ends: those go, as in its binary profiles. */
  #trimUnnamed(): void {
    for (const sample of this.samples) {
      const first = sample.stack.findIndex((address) => this.names.has(address));
      const last = sample.stack.findLastIndex((address) => this.names.has(address));
      if (first >= 0) sample.stack = sample.stack.slice(first, last + 1);
    }
  }
}

const NAMED =
  MAPPING_HAS_FUNCTIONS | MAPPING_HAS_FILENAMES | MAPPING_HAS_LINE_NUMBERS | MAPPING_HAS_INLINE_FRAMES;

/** A profiler unwinding from a signal sees its leaf twice, once moved back by one: the second goes. */
export function dropRepeatedLeaves(draft: LegacyDraft): void {
  for (const { stack } of draft.samples) {
    if (stack.length > 1 && stack[0] === stack[1]! + 1n) stack.splice(1, 1);
  }
}
