import { resolve } from "node:path";
import type { Sources } from "#source";
import type { Leak, Place } from "#verdict";

/** Where the source of a program is, whose files are told as seen from `cwd`. */
export interface SourceOfProgram {
  readonly sources: Pick<Sources, "isWithin">;
  readonly cwd: string;
}

/**
 * Of places that allocate what stays, the one that belongs to the same piece of work as a line that inserts: they share a
 * function. V8 charges a function that was inlined to the one around it, which often has no name; then the line has to lie
 * in it. Undefined when there is none.
 */
export async function allocationOf(
  { site: insert }: Leak,
  allocations: readonly Leak[],
  program: SourceOfProgram,
): Promise<Leak | undefined> {
  if (insert === null) return undefined;
  const inserting = [insert, ...insert.callers.slice(0, 1)];
  for (const leak of allocations) {
    if (leak.site === null) continue;
    const allocating = [leak.site, ...leak.site.callers];
    for (const one of inserting)
      // oxlint-disable-next-line no-await-in-loop -- stops at the first, and reads a file for each
      for (const other of allocating) if (await isOneFunction(one, other, program)) return leak;
  }
  return undefined;
}

async function isOneFunction(
  inserting: Place,
  allocating: Place,
  program: SourceOfProgram,
): Promise<boolean> {
  const { file } = inserting;
  if (file !== allocating.file || file.startsWith("node:")) return false;
  const name = nameOf(allocating);
  if (name !== nameOf(inserting)) return false;
  if (name !== null) return true;
  const at = ({ line, column }: Place): { line: number; column: number } => ({ line, column: column ?? 1 });
  return await program.sources.isWithin(resolve(program.cwd, file), at(inserting), at(allocating));
}

function nameOf({ function: name }: Place): string | null {
  return name === "(anonymous)" ? null : name;
}
