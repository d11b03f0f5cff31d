import type { NameForm } from "#profile";

/** What -symbolize says: where names may come from, and how much of them is shown. */
export interface SymbolizeMode {
  /** Names are left as they are. */
  readonly off: boolean;
  /** The server a profile came from may be asked. */
  readonly remote: boolean;
  readonly form: NameForm | "system";
  /** Names are made from system names even where the profile has others. */
  readonly anew: boolean;
}

const FORMS: Readonly<Record<string, SymbolizeMode["form"]>> = {
  "demangle=full": "full",
  "demangle=none": "system",
  "demangle=templates": "templates",
};

/** Reads the value of -symbolize; words that mean nothing are noted, as pprof does, and passed over. */
export function symbolizeMode(text: string, note: (line: string) => void = () => undefined): SymbolizeMode {
  const words = text.toLowerCase().split(":");
  const unknown = words.filter((word) => !KNOWN.has(word) && !(word in FORMS));
  for (const _ of unknown) {
    note(`ignoring unrecognized symbolization option: ${text}`);
    note(
      "expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]",
    );
  }
  const places = words.filter((word) => /^(?:local|fastlocal|remote)$/u.test(word));
  const forms = words.flatMap((word) => FORMS[word] ?? []);
  return {
    off: words.includes("none") || words.includes("no"),
    remote: (places.at(-1) ?? "remote") === "remote" && !words.includes("none") && !words.includes("no"),
    form: forms.at(-1) ?? "plain",
    anew: forms.length > 0 || words.includes("force"),
  };
}

const KNOWN = new Set([
  "",
  "none",
  "no",
  "local",
  "fastlocal",
  "remote",
  "force",
  "demangle=default",
  "default",
]);
