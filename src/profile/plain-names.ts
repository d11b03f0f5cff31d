import type { Profile } from "./model.ts";

/** How much of a C++ name is shown: without parameters and template arguments, with the latter, or all of it. */
export type NameForm = "plain" | "templates" | "full";

/** How to write function names; `anew` starts from their system names even where the profile has others. */
export interface NameOptions {
  readonly form: NameForm;
  readonly anew: boolean;
}

/**
 * Function names as pprof shows them when it symbolizes: a name that looks like C++ loses its parameters and template
 * arguments, unless the profile has another system name for it. Mangled names stay as they are.
 */
export function withPlainNames(
  profile: Profile,
  { form, anew }: NameOptions = { form: "plain", anew: false },
): Profile {
  const { functions, strings } = profile;
  const names = functions.names.slice();
  const added: string[] = [];
  for (let row = 0; row < functions.count; row++) {
    const systemName = strings.at(functions.systemNames[row]!);
    const name = strings.at(names[row]!);
    const isOther = name !== "" && name !== systemName;
    if (isOther && (!anew || systemName === "")) continue;
    const plain = plainName(systemName, form);
    if (plain === systemName) names[row] = functions.systemNames[row]!;
    else names[row] = strings.count + added.push(plain) - 1;
  }
  return {
    ...profile,
    functions: { ...functions, names },
    strings: added.length === 0 ? strings : strings.with(added),
  };
}

/** V8's `<static_initializer>` would come to nothing, as it does in pprof: such a name stays. */
function plainName(name: string, form: NameForm): string {
  if (form === "full" || !looksLikeCPlusPlus(name)) return name;
  const withoutParameters = withoutPairs(name, "(", ")");
  return (form === "plain" ? withoutPairs(withoutParameters, "<", ">") : withoutParameters) || name;
}

/** Java's `Type.<init>` and Go's `pkg.(*Type[...]).Method` do not. */
function looksLikeCPlusPlus(name: string): boolean {
  if (name.includes(".<") || name.includes("]).")) return false;
  return /[<>[\]]|::/.test(name);
}

/** A text without its outermost bracketed parts; left as it is from where a bracket closes that was not open. */
function withoutPairs(text: string, open: string, close: string): string {
  let kept = "";
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === open && depth++ === 0) {
      kept += text.slice(start, at);
      start = at;
    } else if (text[at] === close && --depth <= 0) {
      if (depth < 0) break;
      start = at + 1;
    }
  }
  return kept + text.slice(start);
}
