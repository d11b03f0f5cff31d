import type { Profile } from "#profile";
import { cleanPath } from "./go-path.ts";
import type { NodeInfo } from "./node-info.ts";

/** The nodes of a graph before they are counted, and which of them each line of each location is. */
export interface FrameTable {
  /** Frames of location i are `starts[i]` up to `starts[i + 1]`, innermost first; never none. */
  readonly starts: Uint32Array;
  /** For each frame the row in `infos`. */
  readonly nodes: Uint32Array;
  readonly infos: readonly NodeInfo[];
}

/** How frames become nodes. */
export interface FrameOptions {
  /** Tell equal functions of different mapped files and start lines apart. */
  readonly objectFiles: boolean;
  /** What to make of a source file's name. */
  readonly rename: (file: string) => string;
}

/** Finds the distinct nodes of a profile's locations; linear in its lines. */
export function frameTable(profile: Profile, options: FrameOptions): FrameTable {
  const { locations } = profile;
  const starts = new Uint32Array(locations.count + 1);
  for (let row = 0; row < locations.count; row++) {
    const lines = locations.lineStarts[row + 1]! - locations.lineStarts[row]!;
    starts[row + 1] = starts[row]! + Math.max(1, lines);
  }
  const finder = new NodeFinder(profile, options);
  const nodes = new Uint32Array(starts[locations.count]!);
  for (let row = 0; row < locations.count; row++) {
    const first = locations.lineStarts[row]!;
    const count = locations.lineStarts[row + 1]! - first;
    if (count === 0) nodes[starts[row]!] = finder.bare(row);
    for (let i = 0; i < count; i++) nodes[starts[row]! + i] = finder.line(row, first + i);
  }
  return { starts, nodes, infos: finder.infos };
}

class NodeFinder {
  readonly infos: NodeInfo[] = [];
  readonly #profile: Profile;
  readonly #options: FrameOptions;
  readonly #byKey = new Map<string, number>();
  /** Node of a function where nothing else tells nodes apart, plus one. */
  readonly #byFunction: Uint32Array;
  readonly #files = new Map<number, string>();

  constructor(profile: Profile, options: FrameOptions) {
    this.#profile = profile;
    this.#options = options;
    this.#byFunction = new Uint32Array(profile.functions.count);
  }

  /** The node of a location without lines: its address, if any, in its mapped file. */
  bare(location: number): number {
    const { addresses } = this.#profile.locations;
    return this.#find({
      name: "",
      file: "",
      address: addresses.unsigned(location),
      line: 0,
      column: 0,
      startLine: 0,
      objectFile: this.#objectFile(location),
    });
  }

  line(location: number, line: number): number {
    const { locations } = this.#profile;
    const row = locations.lines.functions[line]!;
    const plain =
      !this.#options.objectFiles &&
      locations.addresses.isZero(location) &&
      locations.lines.lines.isZero(line) &&
      locations.lines.columns.isZero(line);
    const known = plain ? this.#byFunction[row]! : 0;
    if (known !== 0) return known - 1;
    const info = this.#lineInfo(location, line, row);
    const node = this.#find(info);
    if (plain && info.name !== "") this.#byFunction[row] = node + 1;
    return node;
  }

  #lineInfo(location: number, line: number, row: number): NodeInfo {
    const { locations, functions, strings } = this.#profile;
    const name = strings.at(functions.names[row]!);
    const tellApart = this.#options.objectFiles || name === "";
    return {
      name,
      file: this.#file(functions.files[row]!),
      address: locations.addresses.unsigned(location),
      line: locations.lines.lines.number(line),
      column: locations.lines.columns.number(line),
      startLine: tellApart ? functions.startLines.number(row) : 0,
      objectFile: tellApart ? this.#objectFile(location) : "",
    };
  }

  #find(info: NodeInfo): number {
    const place = `${info.address}:${info.line}:${info.column}:${info.startLine}`;
    const key = `${place}\0${info.name}\0${info.file}\0${info.objectFile}`;
    let node = this.#byKey.get(key);
    if (node === undefined) {
      node = this.infos.push(info) - 1;
      this.#byKey.set(key, node);
    }
    return node;
  }

  #file(string: number): string {
    let file = this.#files.get(string);
    if (file === undefined) {
      file = cleanPath(this.#options.rename(this.#profile.strings.at(string)));
      this.#files.set(string, file);
    }
    return file;
  }

  #objectFile(location: number): string {
    const { locations, mappings, strings } = this.#profile;
    const mapping = locations.mappings[location]!;
    return mapping === 0 ? "" : strings.at(mappings.files[mapping - 1]!);
  }
}
