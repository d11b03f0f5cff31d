import type { Profile } from "./model.ts";
import type { Pattern } from "./pattern.ts";

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/**
 * A pattern asked of the places of a profile. A line matches by the name or the file of its function, a location by one
 * of its lines or by its mapping's file. Every function and mapping is asked once.
 */
export class NameMatch {
  readonly #profile: Profile;
  readonly #pattern: Pattern;
  readonly #functions: Uint8Array;
  readonly #mappings: Uint8Array;

  constructor(profile: Profile, pattern: Pattern) {
    this.#profile = profile;
    this.#pattern = pattern;
    this.#functions = new Uint8Array(profile.functions.count);
    this.#mappings = new Uint8Array(profile.mappings.count);
  }

  line(line: number): boolean {
    const { functions, locations, strings } = this.#profile;
    const row = locations.lines.functions[line]!;
    if (this.#functions[row] === UNKNOWN) {
      const matches =
        this.#pattern.matches(strings.at(functions.names[row]!)) ||
        this.#pattern.matches(strings.at(functions.files[row]!));
      this.#functions[row] = matches ? YES : NO;
    }
    return this.#functions[row] === YES;
  }

  mapping(location: number): boolean {
    const { locations, mappings, strings } = this.#profile;
    const row = locations.mappings[location]! - 1;
    if (row < 0) return false;
    if (this.#mappings[row] === UNKNOWN) {
      this.#mappings[row] = this.#pattern.matches(strings.at(mappings.files[row]!)) ? YES : NO;
    }
    return this.#mappings[row] === YES;
  }

  location(location: number): boolean {
    const { lineStarts } = this.#profile.locations;
    for (let line = lineStarts[location]!; line < lineStarts[location + 1]!; line++) {
      if (this.line(line)) return true;
    }
    return this.mapping(location);
  }
}
