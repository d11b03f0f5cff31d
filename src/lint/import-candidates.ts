import { dirname, join, resolve } from "node:path";
import type { Candidate } from "./candidate.ts";
import type { CollectionKind } from "./collection-kind.ts";
import { ProjectIndex } from "./project-index.ts";
import { isModuleScope, type RuleContext, type Variable } from "./rule-context.ts";
import { nameOf } from "./syntax.ts";
import { usesOfVariable } from "./use.ts";

const ENDINGS = ["", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", ".tsx", ".jsx", "/index.ts", "/index.js"];

/** Collections that another file of the project makes and exports, and this one adds to. */
export function importCandidates({ sourceCode, filename, cwd }: RuleContext): readonly Candidate[] {
  const scopes = (sourceCode.scopeManager?.scopes ?? []).filter(isModuleScope);
  return scopes.flatMap(({ variables }) =>
    variables.flatMap((variable): Candidate[] => {
      const imported = importOf(variable);
      if (imported === null) return [];
      const file = resolve(cwd, filename);
      const text = textOf(ProjectIndex.of(filename, cwd), join(dirname(file), imported.from));
      const kind = text === null ? null : exportedKind(text, imported.name);
      if (kind === null) return [];
      const uses = usesOfVariable(sourceCode, variable, kind);
      const [insert] = uses.inserts;
      if (insert === undefined) return [];
      return [
        {
          name: variable.name,
          outsideName: imported.name,
          kind,
          scope: `exported by ${imported.from}`,
          node: insert.node,
          made: insert.node,
          boundary: null,
          isField: false,
          uses,
        },
      ];
    }),
  );
}

function importOf({ defs }: Variable): { readonly name: string; readonly from: string } | null {
  const [definition] = defs;
  const node = definition?.node;
  if (definition?.type !== "ImportBinding" || node?.type !== "ImportSpecifier") return null;
  const declaration = node.parent;
  if (declaration.type !== "ImportDeclaration") return null;
  const [name, from] = [nameOf(node.imported), declaration.source.value];
  return name === null || typeof from !== "string" || !from.startsWith(".") ? null : { name, from };
}

/** The text of the file that a relative import leads to: `./registry.js` may be `registry.ts`. */
function textOf(project: ProjectIndex, path: string): string | null {
  const withoutEnding = path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
  for (const base of [path, withoutEnding]) {
    for (const ending of ENDINGS) {
      const text = project.textOf(base + ending);
      if (text !== null) return text;
    }
  }
  return null;
}

/** The kind of collection that a text exports under a name. */
function exportedKind(text: string, name: string): CollectionKind | null {
  const pattern = new RegExp(
    String.raw`export\s+(?:const|let|var)\s+${name.replaceAll("$", String.raw`\$`)}\b[^=;]*=\s*(?:new\s+(Map|Set)\b|(\[\])|(\{\}|Object\.create\(null\)))`,
  );
  const [, constructed, list, object] = pattern.exec(text) ?? [];
  if (constructed === "Map" || constructed === "Set") return constructed;
  if (list !== undefined) return "Array";
  return object === undefined ? null : "object";
}
