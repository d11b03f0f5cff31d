import { basename } from "node:path";
import { readElf } from "./elf-symbols.ts";
import { nodeFiles } from "./mapped-file.ts";

/** node::Start(int, char**), which every build of Node exports, Bun and Deno do not. */
const NODE_START = "_ZN4node5StartEiPPc";

/**
 * Does this process run Node? Told by what its executable (or the libnode it has loaded) exports, so that a renamed
 * or single-executable Node is known, and something else called `node` is not. Throws where the files may not be read.
 */
export async function runsNode(pid: number, executable: string | null): Promise<boolean> {
  for (const file of nodeFiles(pid, executable)) {
    const answer = await readElf(file.path, async (elf) => {
      if (elf.dynamicNames.length === 0) return looksLikeNode(file.name);
      return elf.dynamicNames.includes(`\0${NODE_START}\0`, 0, "latin1");
    });
    if (answer === true) return true;
  }
  return false;
}

/** For a fully static build, which exports nothing. */
function looksLikeNode(name: string): boolean {
  return /^node(js)?(-?\d+)?$/.test(basename(name));
}
