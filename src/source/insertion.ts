import { aliasMentions, entryMentions } from "./alias.ts";
import { type ChangeKind, changeAt, type TokenChange } from "./change.ts";
import { type Mention, isDeclared, mentionsOf, scopeOf, variableScopes } from "./mention.ts";
import type { Outline } from "./outline.ts";
import { excerptOf } from "./excerpt.ts";

/** A line of a file that changes what a collection holds. Lines and columns are 1-based. */
export interface CollectionChange {
  readonly kind: ChangeKind;
  /** The function around it as V8 would name it; null at module level and in functions without a name. */
  readonly function: string | null;
  /** The class around it; null outside classes. */
  readonly className: string | null;
  readonly line: number;
  /** Where the reference to the collection begins. */
  readonly column: number;
  /** The line, trimmed. */
  readonly excerpt: string;
  /** The key (or the element, where there are no keys) as written, when it is a plain name or path; null otherwise. */
  readonly key: string | null;
  /** Offset of the collection's name in the text, for those who read on from here. */
  readonly offset: number;
}

/** The lines of one file that add to a collection and those that take from it, in the order of the text. */
export interface CollectionChanges {
  readonly inserts: readonly CollectionChange[];
  readonly removals: readonly CollectionChange[];
}

/**
 * Reads from the text which lines insert into a holder and which remove from it; of a path such as `rooms[…]`, into and from what
 * its entries are. A reading, not an observation: it sees no other files, and of aliases only local variables (`const map =
 * this.sessions`). With `declaredAt`, the 1-based line of the variable's declaration, mentions of another variable of the same
 * name are left out; without it, mentions of the module's variable win over those of local ones.
 */
export function changesOf(
  outline: Outline,
  holder: string,
  options: { readonly declaredAt?: number; readonly ofClass?: string } = {},
): CollectionChanges {
  // What entries hang on is what the text names.
  const named = holder.replace(/(?:\[…\])+$/u, "");
  const mentions = [
    ...ownMentions(outline, named, options.declaredAt),
    ...(options.ofClass === undefined ? [] : mentionsInClass(outline, named, options.ofClass)),
  ];
  const own = changesAt(outline, mentions, aliasMentions(outline, mentions));
  if (named === holder) return own;
  const ofEntries = changesAt(outline, [], entryMentions(outline, mentions));
  // With an entry goes what is in it.
  return { inserts: ofEntries.inserts, removals: [...ofEntries.removals, ...own.removals] };
}

/** The places where a class names a field of its own: `this.sessions`, however the objects of the class are called elsewhere. */
function mentionsInClass(outline: Outline, holder: string, ofClass: string): readonly Mention[] {
  const field = holder.slice(holder.lastIndexOf(".") + 1);
  return mentionsOf(outline, field).filter(
    ({ name }) => outline.tokens.is(name - 2, "this") && outline.classAround(name)?.name === ofClass,
  );
}

function changesAt(
  outline: Outline,
  mentions: readonly Mention[],
  others: readonly Mention[],
): CollectionChanges {
  const aliases = new Set(others);
  const inserts: CollectionChange[] = [];
  const removals: CollectionChange[] = [];
  const once = new Map([...mentions, ...others].map((mention) => [mention.name, mention]));
  for (const mention of [...once.values()].toSorted((a, b) => a.name - b.name)) {
    if (!mention.property && isDeclared(outline.tokens, mention.name)) continue;
    const change = changeAt(outline.tokens, mention);
    if (change === null || creates(outline, mention, change)) continue;
    // Another value for a local variable leaves alone what it stood for.
    if (aliases.has(mention) && change.kind === "reset") continue;
    (change.inserts ? inserts : removals).push(described(outline, mention, change));
  }
  return { inserts, removals };
}

/** `this.sessions = new Map()` in a constructor and `#waiting = []` in a class body make the collection, they do not empty it. */
export function creates(outline: Outline, mention: Mention, change: TokenChange): boolean {
  if (change.kind !== "reset") return false;
  const around = outline.functionsAround(mention.name)[0];
  const inClassBody = (around?.bodyStart ?? -1) < (outline.classAround(mention.name)?.open ?? -1);
  if (inClassBody && !mention.property) return true;
  return mention.property && (around === undefined || around.name === "constructor");
}

/** The mentions of a holder that mean it, and not another of the same name. */
export function ownMentions(
  outline: Outline,
  holder: string,
  declaredAt: number | undefined,
): readonly Mention[] {
  const mentions = mentionsOf(outline, holder);
  if (holder.includes(".") || holder.startsWith("#")) return mentions;
  const scopes = variableScopes(outline, holder);
  if (scopes.length === 0) return mentions;
  const lineOf = (token: number): number => outline.source.position(outline.tokens.start(token)).line;
  const own =
    declaredAt === undefined
      ? scopes.find(({ scope }) => scope === null)
      : scopes.find(({ token }) => lineOf(token) === declaredAt);
  if (own === undefined) {
    const properties = mentions.filter((mention) => mention.property);
    return properties.length > 0 ? properties : mentions;
  }
  return mentions.filter(
    (mention) => !mention.property && scopeOf(outline, mention, scopes)?.scope === own.scope,
  );
}

function described(outline: Outline, mention: Mention, change: TokenChange): CollectionChange {
  const { source, tokens } = outline;
  const { line, column } = source.position(tokens.start(mention.first));
  return {
    kind: change.kind,
    function: outline.functionsAround(mention.name)[0]?.name ?? null,
    className: outline.classAround(mention.name)?.name ?? null,
    line,
    column,
    excerpt: excerptOf(source, line, { column }) ?? "",
    key: change.key && plainKey(tokens.slice(...change.key)),
    offset: tokens.start(mention.name),
  };
}

/** A key that can be written again elsewhere with the same meaning: a name or a path of names. Calls and `id++` are not. */
export function plainKey(text: string): string | null {
  const path = /^(?:this|[\p{L}_$][\p{L}\p{N}_$]*)(?:\??\.#?[\p{L}_$][\p{L}\p{N}_$]*)*$/u;
  return text.length <= 60 && path.test(text) ? text : null;
}
