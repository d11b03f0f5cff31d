import { isDeclared, type Mention, mentionsOf } from "./mention.ts";
import type { FunctionSpan, Outline } from "./outline.ts";
import type { Tokens } from "./tokens.ts";

/**
 * Every place where a file names an entry of a holder: `rooms.get(name)`, `grid[i]`, `(byUser[id] ??= [])`, each with the fields
 * behind it, and a local variable that was given one, as in `const room = rooms.get(name)` or `rooms.set(name, room)`. Of a
 * local variable that was given the holder itself, what it is given next counts too: `let at = trie; at = at.get(letter)`.
 */
export function entryMentions(outline: Outline, mentions: readonly Mention[]): Mention[] {
  const { tokens } = outline;
  const found: Mention[] = [];
  for (const mention of mentions) {
    const entry = entryAt(tokens, mention);
    if (entry !== null) found.push(entry, ...aliasesOf(outline, entry));
    else if (!mention.property || !isDeclared(tokens, mention.name)) {
      found.push(...aliasesOf(outline, mention), ...givenAt(outline, mention));
    }
  }
  return distinct(found);
}

/** The places where a local variable stands for a holder: `const { map } = this` is none, `const map = this.sessions` is. */
export function aliasMentions(outline: Outline, mentions: readonly Mention[]): Mention[] {
  return distinct(mentions.flatMap((mention) => aliasesOf(outline, mention)));
}

function distinct(mentions: readonly Mention[]): Mention[] {
  const byName = new Map(mentions.map((mention) => [mention.name, mention]));
  return [...byName.values()].toSorted((a, b) => a.name - b.name);
}

/** An entry of what is mentioned, fields behind it and the parenthesis around it included; null where none is named. */
function entryAt(tokens: Tokens, mention: Mention): Mention | null {
  let last = mention.last;
  if (tokens.is(last + 1, "[")) last = tokens.pair(last + 1);
  else if (tokens.is(last + 1, "?.") && tokens.is(last + 2, "[")) last = tokens.pair(last + 2);
  else if ((tokens.is(last + 1, ".") || tokens.is(last + 1, "?.")) && tokens.is(last + 2, "get"))
    last = tokens.is(last + 3, "(") ? tokens.pair(last + 3) : -1;
  else return null;
  if (last < 0) return null;
  if (tokens.is(last + 1, "!")) last++;
  const open = mention.first - 1;
  // `(rooms[name] ??= [])` is the entry.
  const isAround = tokens.is(open, "(") && (tokens.is(last + 1, "??=") || tokens.is(last + 1, "||="));
  if (isAround) last = tokens.pair(open);
  const fields = fieldsAfter(tokens, last);
  return { first: isAround ? open : mention.first, name: mention.name, last: fields, property: true };
}

/** The last token of the fields behind a token that are not called: `.history` in `.history.set(…)`. */
function fieldsAfter(tokens: Tokens, last: number): number {
  let end = last;
  const isLink = (token: number): boolean => tokens.is(token, ".") || tokens.is(token, "?.");
  while (isLink(end + 1) && tokens.word(end + 2) !== null && isLink(end + 3)) end += 2;
  return end;
}

/** The places of a local variable that is given what is mentioned, in the function that gives it. */
function aliasesOf(outline: Outline, mention: Mention): Mention[] {
  const { tokens } = outline;
  const goesOn = [".", "?.", "[", "("].some((sign) => tokens.is(mention.last + 1, sign));
  if (goesOn || !tokens.is(mention.first - 1, "=")) return [];
  const name = tokens.word(mention.first - 2);
  if (name === null || tokens.is(mention.first - 3, ".")) return [];
  return localMentions(outline, name, outline.functionsAround(mention.name)[0]);
}

/** The places of a local variable that is put into what is mentioned: `rooms.set(name, room)`, `rooms[name] = room`. */
function givenAt(outline: Outline, { name, last }: Mention): Mention[] {
  const { tokens } = outline;
  if (!tokens.is(last + 1, ".") || !tokens.is(last + 2, "set") || !tokens.is(last + 3, "(")) return [];
  const value = tokens.items(last + 3)[1];
  const given = value !== undefined && value[0] === value[1] ? tokens.word(value[0]) : null;
  return given === null ? [] : localMentions(outline, given, outline.functionsAround(name)[0]);
}

function localMentions(outline: Outline, name: string, within: FunctionSpan | undefined): Mention[] {
  if (within === undefined) return [];
  return mentionsOf(outline, name).filter(
    (mention) => !mention.property && within.bodyStart <= mention.name && mention.name <= within.bodyEnd,
  );
}
