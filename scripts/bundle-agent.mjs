/**
 * Bundles `src/agent/program.ts`, with all the parts it imports, into one script and writes it as a string to
 * `src/agent/program-text.ts`, which is git-ignored. The agent's worker thread runs that text, so there is no file that
 * a bundler of the user's could lose. Names stay as written, so that a stack trace from the agent can be read.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";

const root = join(import.meta.dirname, "..");

/** The bundled text of an entry: a CommonJS script that imports only Node's own modules. */
export async function bundleProgram(entry) {
  const { output } = await build({
    input: entry,
    platform: "node",
    logLevel: "silent",
    write: false,
    external: /^node:/,
    tsconfig: false,
    resolve: { conditionNames: ["source", "node", "import", "default"] },
    transform: { target: "node20" },
    output: {
      format: "cjs",
      exports: "named",
      comments: false,
      codeSplitting: false,
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    },
  });
  const [chunk] = output;
  const foreign = [...chunk.imports, ...chunk.dynamicImports].filter(
    // A dynamic import of what is in the bundle is one of the bundle itself.
    (name) => !name.startsWith("node:") && name !== chunk.fileName,
  );
  if (foreign.length > 0 || output.length > 1) {
    throw new Error(
      `${relative(root, entry)} would import ${foreign.join(", ") || "files"} where there are none`,
    );
  }
  return chunk.code.trim();
}

/** Writes `src/agent/program-text.ts` when it is missing or out of date. */
export async function writeProgram() {
  const code = await bundleProgram(join(root, "src/agent/program.ts"));
  const text =
    "/** The agent's program as one script, made by scripts/bundle-agent.mjs from program.ts. */\n" +
    `export const programText: string =\n  ${JSON.stringify(code)};\n`;
  const file = join(root, "src/agent/program-text.ts");
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
}

/** Replaces the built exports by bundles: a service should load one small file, not every part of ours. */
export async function bundleEntries() {
  for (const name of ["index", "register"]) {
    await build({
      input: join(root, `src/agent/${name}.ts`),
      platform: "node",
      logLevel: "silent",
      external: [/^node:/, /program-text\.ts$/],
      tsconfig: false,
      resolve: { conditionNames: ["source", "node", "import", "default"] },
      transform: { target: "node20" },
      treeshake: {
        moduleSideEffects: [
          { test: /src.agent.register\.ts$/, sideEffects: true },
          { external: true, sideEffects: false },
          { test: /./, sideEffects: false },
        ],
      },
      output: {
        file: join(root, `dist/agent/${name}.js`),
        format: "esm",
        comments: false,
        codeSplitting: false,
        paths: (id) => (id.endsWith("program-text.ts") ? "./program-text.js" : id),
      },
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await (process.argv.includes("--entries") ? bundleEntries() : writeProgram());
  } catch (error) {
    console.error(`bundle-agent: ${error.message}`);
    process.exitCode = 1;
  }
}
