/**
 * Bundles `src/walk/in-target.ts` and the files it imports into one script and writes it as a string to
 * `src/walk/injected.ts`, which is git-ignored and read by `src/walk/index.ts`. The string is an expression:
 * evaluated in a target it yields the entry's `inTarget` function. Names stay as written, so that a stack
 * trace from inside a target can be read; comments and white space go. The file is touched only when its
 * text changes, so an unchanged walk costs `tsc -b` nothing.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";

const root = join(import.meta.dirname, "..");
const global = "sawtoothWalk";

/** The bundled text of an entry that exports `inTarget`: an expression that evaluates to that function. */
export async function bundleInTarget(entry) {
  if (!existsSync(entry)) {
    throw new Error(`${relative(root, entry)} is missing: it must export the function inTarget`);
  }
  const { output } = await build({
    input: entry,
    platform: "neutral",
    logLevel: "silent",
    write: false,
    external: /^node:/,
    tsconfig: false,
    transform: { target: "node20" },
    output: {
      format: "iife",
      name: global,
      exports: "named",
      comments: false,
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    },
  });
  const [chunk] = output;
  const outside = chunk.moduleIds.filter((id) => dirname(id) !== dirname(entry));
  refuseImports(entry, [...chunk.imports, ...chunk.dynamicImports, ...outside]);
  if (!chunk.exports.includes("inTarget")) {
    throw new Error(
      `${relative(root, entry)} does not export inTarget: it exports ${chunk.exports.join(", ")}`,
    );
  }
  return `(() => {${chunk.code.trim()}\nreturn ${global}.inTarget;})()`;
}

function refuseImports(entry, imports) {
  if (imports.length === 0) return;
  throw new Error(
    `${relative(root, entry)} would import ${imports.join(", ")} inside the target, where nothing can be imported: ` +
      `use process.getBuiltinModule, or a file of src/walk`,
  );
}

/** Writes `src/walk/injected.ts` when it is missing or out of date. */
export async function writeInjected() {
  const code = await bundleInTarget(join(root, "src/walk/in-target.ts"));
  const text =
    "/** The walk as one script, made by scripts/bundle-walk.mjs from in-target.ts. Evaluates to `inTarget`. */\n" +
    `export const injected: string =\n  ${JSON.stringify(code)};\n`;
  const file = join(root, "src/walk/injected.ts");
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await writeInjected();
  } catch (error) {
    console.error(`bundle-walk: ${error.message}`);
    process.exitCode = 1;
  }
}
