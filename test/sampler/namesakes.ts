import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

/** Bundles, in an empty folder, two classes with a method `run` in one bundled file; the first's keeps more. */
export async function bundleOfNamesakes(folder: string): Promise<string> {
  mkdirSync(join(folder, "src"));
  const write = (name: string, text: string): void => writeFileSync(join(folder, "src", name), text);
  write("first.ts", namesake("First", 60_000, "// one\n// two\n// three\n"));
  write("second.ts", namesake("Second", 15_000, ""));
  write(
    "main.ts",
    'import { First } from "./first.ts";\nimport { Second } from "./second.ts";\n' +
      "export function leak(): unknown[] {\n  return [new First().run(), new Second().run()];\n}\n",
  );
  const built = await rolldown({ input: join(folder, "src/main.ts"), cwd: folder });
  await built.write({ file: join(folder, "bundle.mjs"), format: "esm", sourcemap: true });
  await built.close();
  return join(folder, "bundle.mjs");
}

function namesake(name: string, count: number, before: string): string {
  return (
    `${before}export class ${name} {\n  run(): unknown[] {\n    const kept: unknown[] = [];\n` +
    `    for (let i = 0; i < ${count}; i++) kept.push({ i, text: ["${name}", i] });\n    return kept;\n  }\n}\n`
  );
}
