import { aliasMentions } from "./alias.ts";
import { ownMentions } from "./insertion.ts";
import { type NamingLine, lineAt } from "./naming-line.ts";
import type { Outline } from "./outline.ts";

/**
 * The lines that call one of these methods of a holder, `socket.write(data)`, in the order of the text: `write` stands for what is
 * piped into it too, `await` for awaiting it, `race` for Promise.race and the like of it and others. With `declaredAt` another
 * variable of the same name is left out.
 */
export function callsIn(
  outline: Outline,
  holder: string,
  methods: readonly string[],
  options: { readonly declaredAt?: number } = {},
): NamingLine[] {
  const { tokens } = outline;
  const mentions = ownMentions(outline, holder, options.declaredAt);
  return [...mentions, ...aliasMentions(outline, mentions)]
    .filter(({ first, last }) => {
      if (methods.includes("await") && tokens.is(first - 1, "await")) return true;
      if (methods.includes("race") && isRaced(outline, first)) return true;
      const calls =
        (tokens.is(last + 1, ".") || tokens.is(last + 1, "?.")) &&
        methods.some((name) => tokens.is(last + 2, name));
      const isPiped = tokens.is(first - 1, "(") && tokens.is(first - 2, "pipe");
      return (calls && tokens.is(last + 3, "(")) || (isPiped && methods.includes("write"));
    })
    .toSorted((a, b) => a.name - b.name)
    .map((mention) => lineAt(outline, mention));
}

/** `Promise.race([stopping, work])`. */
function isRaced({ tokens }: Outline, first: number): boolean {
  let open = first - 1;
  while (open >= 0 && !tokens.is(open, "[") && !tokens.is(open, ";")) {
    const pair = tokens.pair(open);
    open = pair >= 0 && pair < open ? pair - 1 : open - 1;
  }
  return (
    tokens.is(open, "[") &&
    tokens.is(open - 1, "(") &&
    ["race", "all", "any", "allSettled"].some((name) => tokens.is(open - 2, name))
  );
}
