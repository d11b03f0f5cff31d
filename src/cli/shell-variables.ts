import { sampleIndexByName, type Profile } from "#profile";
import { usualOptions, type OptionValue, type Variables } from "./pprof-settings.ts";
import { CHOICES, OPTIONS, type OptionName } from "./pprof-table.ts";
import { UsageError } from "./usage-error.ts";

type Group = keyof typeof CHOICES;

/** What the shell's lines set: the options of a report, by the names of their flags. */
export class ShellVariables {
  readonly #profile: Profile;
  readonly #options: Record<OptionName, OptionValue>;
  readonly #chosen: Record<Group, string>;

  constructor(profile: Profile, { options, granularity, sort }: Variables) {
    this.#profile = profile;
    this.#options = { ...usualOptions(), ...options };
    this.#chosen = { granularity, sort };
  }

  /** The options as they are now, with some set otherwise for one report. */
  with(changes: Partial<Record<OptionName, OptionValue>>, sort: "cum" | null): Variables {
    const chosen = sort === null ? this.#chosen : { ...this.#chosen, sort };
    // Only choices of the table are ever stored.
    return { options: { ...this.#options, ...changes }, ...(chosen as Pick<Variables, Group>) };
  }

  get(name: OptionName): OptionValue {
    return this.#options[name];
  }

  /** Whether a name is that of an option, a group, or a choice of one. */
  static has(name: string): boolean {
    return Object.hasOwn(OPTIONS, name) || Object.hasOwn(CHOICES, name) || groupOf(name) !== null;
  }

  /**
   * Sets an option, or makes a choice; a value of null is a name that stands alone, which switches on what can be
   * switched on. Throws UsageError in pprof's words for a value that cannot be, ProfileRangeError for a sample type.
   */
  assign(name: string, value: string | null): void {
    const group = groupOf(name);
    if (group !== null) {
      if (!switchedOn(value ?? "")) throw new UsageError(`${name}: choose another ${group} instead`);
      this.#chosen[group] = name;
    } else if (Object.hasOwn(CHOICES, name)) this.#choose(name as Group, wanted(name, value));
    else this.#set(name as OptionName, value);
  }

  /** A row for each option: name, value, and what else it can be. */
  rows(): [name: string, value: string, remark: string][] {
    const options = Object.keys(OPTIONS).map((name): [string, string, string] => {
      const value = String(this.#options[name as OptionName]);
      if (name === "sample_index") return this.#sampleIndexRow(value);
      if (name === "nodecount" && value === "-1") return [name, value, "default"];
      return [name, value === "" ? '""' : value, ""];
    });
    const groups = Object.entries(CHOICES).map(([name, choices]): [string, string, string] => {
      const names = Object.keys(choices).sort();
      return [name, this.#chosen[name as Group], `[${names.join(" | ")}]`];
    });
    return [...options.filter(([name]) => name !== "source_path"), ...groups].sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
  }

  #sampleIndexRow(value: string): [string, string, string] {
    const types = this.#profile.sampleTypes.map(({ type }) => type);
    const name = value === "" ? types[sampleIndexByName(this.#profile, "")]! : value;
    return ["sample_index", name, `[${types.join(" | ")}]`];
  }

  #choose(group: Group, value: string): void {
    if (!Object.hasOwn(CHOICES[group], value)) {
      throw new UsageError(`invalid "${group}" value ${JSON.stringify(value)}`);
    }
    this.#chosen[group] = value;
  }

  #set(name: OptionName, value: string | null): void {
    const { kind } = OPTIONS[name];
    if (kind === "bool") this.#options[name] = switchedOn(value ?? "");
    else if (name === "sample_index") {
      const column = sampleIndexByName(this.#profile, wanted(name, value));
      this.#options[name] = this.#profile.sampleTypes[column]!.type;
    } else if (kind === "string") this.#options[name] = wanted(name, value);
    else this.#options[name] = numberOf(wanted(name, value), kind);
  }
}

function groupOf(choice: string): Group | null {
  const groups = Object.keys(CHOICES) as Group[];
  return groups.find((group) => Object.hasOwn(CHOICES[group], choice)) ?? null;
}

function wanted(name: string, value: string | null): string {
  if (value === null) throw new UsageError(`please specify a value, e.g. ${name}=<val>`);
  return value;
}

/** What pprof's shell takes for yes and no; nothing at all is yes. */
function switchedOn(value: string): boolean {
  const word = value.toLowerCase();
  if (["", "true", "t", "yes", "y", "1"].includes(word)) return true;
  if (["false", "f", "no", "n", "0"].includes(word)) return false;
  throw new UsageError(`illegal value "${value}" for bool variable`);
}

const NUMBERS = { int: /^[+-]?\d+$/u, float: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu } as const;

function numberOf(value: string, kind: "int" | "float"): number {
  if (NUMBERS[kind].test(value)) return Number(value);
  throw new UsageError(
    `${JSON.stringify(value)} is no ${kind === "int" ? "whole number" : "number"}: invalid syntax`,
  );
}
