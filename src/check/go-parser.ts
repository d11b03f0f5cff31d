import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { CheckError } from "./check-error.ts";
import type { GoNode } from "./go-syntax.ts";

const LARGEST_FILE = 1_500_000;

/** Reads Go source; `close` frees the tree, after which its nodes must not be used. */
export type GoParse = (text: string) => { readonly root: GoNode; close(): void } | null;

interface TreeSitter {
  readonly Parser: {
    new (): {
      setLanguage(language: unknown): void;
      parse(text: string): { readonly rootNode: GoNode; delete(): void } | null;
    };
    init(): Promise<void>;
  };
  readonly Language: { load(bytes: Uint8Array): Promise<unknown> };
}

/** The parser, from the optional peers `web-tree-sitter` and `tree-sitter-go` of the project or beside us (WebAssembly, no compiler needed). */
export async function loadGoParser(cwd: string): Promise<GoParse> {
  const { Parser, Language } = (await import(pathToFileURL(find("web-tree-sitter", cwd)).href)) as TreeSitter;
  await Parser.init();
  const grammar = join(dirname(find("tree-sitter-go/package.json", cwd)), "tree-sitter-go.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(grammar)));
  return (text) => {
    const tree = text.length > LARGEST_FILE ? null : parser.parse(text);
    return tree === null ? null : { root: tree.rootNode, close: () => tree.delete() };
  };
}

function find(specifier: string, cwd: string): string {
  for (const from of [join(cwd, "package.json"), import.meta.url]) {
    try {
      return createRequire(from).resolve(specifier);
    } catch {
      // Not there: the next place is asked.
    }
  }
  throw new CheckError(
    "Go is parsed by web-tree-sitter, which is not installed here: npm i -D web-tree-sitter tree-sitter-go",
  );
}
