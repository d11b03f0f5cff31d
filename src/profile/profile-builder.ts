import { GrowingColumn, GrowingInt64Column } from "./growing-column.ts";
import type {
  FunctionIndex,
  Functions,
  LocationIndex,
  Locations,
  MappingIndex,
  Mappings,
  Profile,
  ProfileHeader,
  StringIndex,
} from "./model.ts";
import { SampleRows } from "./sample-rows.ts";
import { StringTable } from "./string-table.ts";

/** A function to add; `systemName` is the name before demangling, by custom equal to `name`. */
export interface FunctionRow {
  readonly name: string;
  readonly systemName?: string;
  readonly file?: string;
  readonly startLine?: number | bigint;
}

/** A line of a location to add. */
export interface LineRow {
  readonly function: FunctionIndex;
  readonly line?: number | bigint;
  readonly column?: number | bigint;
}

/** A location to add; lines innermost first. */
export interface LocationRow {
  readonly mapping?: MappingIndex;
  readonly address?: number | bigint;
  readonly folded?: boolean;
  readonly lines: readonly LineRow[];
}

/** A mapping to add; `flags` are the `MAPPING_HAS_…` bits or'ed. */
export interface MappingRow {
  readonly start?: number | bigint;
  readonly limit?: number | bigint;
  readonly offset?: number | bigint;
  readonly file?: string;
  readonly buildId?: string;
  readonly flags?: number;
}

/** A label to add: a text, or a number with a unit. */
export interface LabelRow {
  readonly key: string;
  readonly text?: string;
  readonly number?: number | bigint;
  readonly unit?: string;
}

/** Makes a profile row by row. Strings are shared; functions, locations and samples are added as they come. */
export class ProfileBuilder {
  readonly samples: SampleRows;
  readonly #header: ProfileHeader;
  readonly #strings = new Map<string, StringIndex>([["", 0 as StringIndex]]);
  readonly #functions = columns("names", "systemNames", "files");
  readonly #startLines = new GrowingInt64Column();
  readonly #locations = columns("mappings", "folded", "lineStarts");
  readonly #addresses = new GrowingInt64Column();
  readonly #lineFunctions = new GrowingColumn();
  readonly #lines = new GrowingInt64Column();
  readonly #lineColumns = new GrowingInt64Column();
  readonly #mappings = columns("files", "buildIds", "flags");
  readonly #starts = new GrowingInt64Column();
  readonly #limits = new GrowingInt64Column();
  readonly #offsets = new GrowingInt64Column();

  /** What the header leaves out is empty or 0. */
  constructor(header: Pick<ProfileHeader, "sampleTypes"> & Partial<ProfileHeader>) {
    this.#header = { ...EMPTY_HEADER, ...header };
    this.samples = new SampleRows(header.sampleTypes.length);
    this.#locations.lineStarts.push(0);
  }

  string(text: string): StringIndex {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    const index = this.#strings.size as StringIndex;
    this.#strings.set(text, index);
    return index;
  }

  addFunction(row: FunctionRow): FunctionIndex {
    this.#functions.names.push(this.string(row.name));
    this.#functions.systemNames.push(this.string(row.systemName ?? row.name));
    this.#functions.files.push(this.string(row.file ?? ""));
    this.#startLines.push(row.startLine ?? 0);
    return (this.#startLines.count - 1) as FunctionIndex;
  }

  addLocation(row: LocationRow): LocationIndex {
    for (const line of row.lines) {
      this.#lineFunctions.push(line.function);
      this.#lines.push(line.line ?? 0);
      this.#lineColumns.push(line.column ?? 0);
    }
    this.#locations.mappings.push(row.mapping === undefined ? 0 : row.mapping + 1);
    this.#locations.folded.push(row.folded === true ? 1 : 0);
    this.#locations.lineStarts.push(this.#lines.count);
    this.#addresses.push(row.address ?? 0);
    return (this.#addresses.count - 1) as LocationIndex;
  }

  addMapping(row: MappingRow): MappingIndex {
    this.#starts.push(row.start ?? 0);
    this.#limits.push(row.limit ?? 0);
    this.#offsets.push(row.offset ?? 0);
    this.#mappings.files.push(this.string(row.file ?? ""));
    this.#mappings.buildIds.push(this.string(row.buildId ?? ""));
    this.#mappings.flags.push(row.flags ?? 0);
    return (this.#starts.count - 1) as MappingIndex;
  }

  /** Adds a sample: its stack leaf first, a value for each sample type, and labels. */
  addSample(
    stack: readonly LocationIndex[],
    values: readonly (number | bigint)[],
    labels: readonly LabelRow[] = [],
  ): void {
    if (values.length !== this.#header.sampleTypes.length) {
      throw new RangeError(
        `a sample of ${values.length} values: as many as sample types are allowed, ${this.#header.sampleTypes.length}`,
      );
    }
    for (const location of stack) this.samples.locations.push(location);
    for (const value of values) this.samples.values.push(value);
    for (const label of labels) {
      this.samples.labelKeys.push(this.string(label.key));
      this.samples.labelTexts.push(this.string(label.text ?? ""));
      this.samples.labelNumbers.push(label.number ?? 0);
      this.samples.labelUnits.push(this.string(label.unit ?? ""));
    }
    this.samples.commit();
  }

  /** The profile of what was added so far. */
  build(): Profile {
    return {
      ...this.#header,
      samples: this.samples.finish(),
      locations: this.#finishLocations(),
      functions: this.#finishFunctions(),
      mappings: this.#finishMappings(),
      strings: StringTable.of(this.#strings.keys()),
    };
  }

  #finishFunctions(): Functions {
    return {
      count: this.#startLines.count,
      names: this.#functions.names.finish(),
      systemNames: this.#functions.systemNames.finish(),
      files: this.#functions.files.finish(),
      startLines: this.#startLines.finish(),
    };
  }

  #finishLocations(): Locations {
    return {
      count: this.#addresses.count,
      mappings: this.#locations.mappings.finish(),
      addresses: this.#addresses.finish(),
      folded: Uint8Array.from(this.#locations.folded.finish()),
      lineStarts: this.#locations.lineStarts.finish(),
      lines: {
        functions: this.#lineFunctions.finish(),
        lines: this.#lines.finish(),
        columns: this.#lineColumns.finish(),
      },
    };
  }

  #finishMappings(): Mappings {
    return {
      count: this.#starts.count,
      starts: this.#starts.finish(),
      limits: this.#limits.finish(),
      offsets: this.#offsets.finish(),
      files: this.#mappings.files.finish(),
      buildIds: this.#mappings.buildIds.finish(),
      flags: Uint8Array.from(this.#mappings.flags.finish()),
    };
  }
}

const EMPTY_HEADER: Omit<ProfileHeader, "sampleTypes"> = {
  defaultSampleType: "",
  periodType: { type: "", unit: "" },
  period: 0n,
  timeNanos: 0n,
  durationNanos: 0n,
  dropFrames: "",
  keepFrames: "",
  comments: [],
  docUrl: "",
};

function columns<const Name extends string>(...names: readonly Name[]): Record<Name, GrowingColumn> {
  return Object.fromEntries(names.map((name) => [name, new GrowingColumn()])) as Record<Name, GrowingColumn>;
}
