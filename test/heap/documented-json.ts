/** Types by field, as `rows[].name` → `string`, `suspects[].entries` → `number or null`. */
export type FieldTypes = ReadonlyMap<string, string>;

/** The fields of each command that docs/snapshot.md lists under "As JSON". */
export function documentedFields(page: string): ReadonlyMap<string, FieldTypes> {
  const section = page.slice(page.indexOf("## As JSON"), page.indexOf("## In a program"));
  const commands = new Map<string, Map<string, string>>();
  let fields = new Map<string, string>();
  for (const line of section.split("\n")) {
    const [, first = "", type = ""] = line.split("|").map((cell) => cell.trim());
    const command = /^\*\*`(\w+)`\*\*$/u.exec(first)?.[1];
    if (command !== undefined) commands.set(command, (fields = new Map<string, string>()));
    const field = /^`([\w[\].]+)`$/u.exec(first)?.[1];
    if (field !== undefined) fields.set(field, type);
    const same = /^`(\w+)\[\]` …$/u.exec(first)?.[1];
    if (same !== undefined) repeat(fields, same);
  }
  return commands;
}

/** `wasteful[]` has the fields of the list before it. */
function repeat(fields: Map<string, string>, list: string): void {
  const first = [...fields.keys()].findLast((field) => field.includes("[]."))!.split("[]", 1)[0]!;
  for (const [field, type] of fields)
    if (field.startsWith(`${first}[]`)) fields.set(field.replace(first, list), type);
}

/** The fields of a document that was printed, without its version. */
export function printedFields(document: object): FieldTypes {
  const types = new Map<string, Set<string>>();
  const see = (field: string, value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) see(`${field}[]`, each);
    else {
      const isObject = typeof value === "object" && value !== null;
      if (!isObject || !field.endsWith("[]")) {
        const known = types.get(field) ?? new Set();
        types.set(field, known.add(value === null ? "null" : typeof value));
      }
      if (isObject) for (const [key, inner] of Object.entries(value)) see(`${field}.${key}`, inner);
    }
  };
  for (const [key, value] of Object.entries(document)) if (key !== "version") see(key, value);
  const order = (type: string): number => (type === "null" ? 1 : 0);
  return new Map(
    [...types].map(([field, seen]) => [
      field,
      [...seen].toSorted((a, b) => order(a) - order(b)).join(" or "),
    ]),
  );
}
