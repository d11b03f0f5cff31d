import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(import.meta.dirname, "../RESULTS.md");

/** Puts `text` into bench/RESULTS.md between the markers of the named benchmark, or at the end. */
export function writeResults(name: string, text: string): void {
  const before = existsSync(file) ? readFileSync(file, "utf8") : "# Results\n";
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const block = `${open}\n\n${text}\n\n${close}`;
  const from = before.indexOf(open);
  const to = before.indexOf(close);
  const after =
    from >= 0 && to > from
      ? before.slice(0, from) + block + before.slice(to + close.length)
      : `${before.trimEnd()}\n\n## ${name}\n\n${block}\n`;
  writeFileSync(file, after);
}
